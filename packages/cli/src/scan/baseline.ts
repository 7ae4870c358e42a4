import {glob, readArray, readRecord, readString, showJson} from '@firefly/core';
import {readFileSync} from 'node:fs';

import {SettingsError} from '../settings/settings-error.ts';
import type {ScanFinding} from './scan-finding.ts';

/** What was looked at and accepted: places, in whose `namespace` and `name` `*` stands for any letters. */
export interface Baseline {
  accepts(finding: ScanFinding): boolean;
  /** Entries that accepted something so far, and how many did not. */
  entries(): {readonly used: readonly ScanFinding[]; readonly unused: number};
}

/** What a baseline file calls itself, so that no other JSON is taken for one that accepts nothing. */
const format = 'firefly-collector scan baseline 1';

/**
 * The baseline in a file, or one that accepts nothing. An entry accepts what a detector finds at one place, whatever the
 * value is; in its namespace and its name `*` stands for any letters, since names of Pods do not last.
 *
 * @throws {SettingsError} when the file cannot be read, or is no baseline.
 */
export function readBaseline(file: string | undefined): Baseline {
  const entries = file === undefined ? [] : entriesOf(file);
  const matchers = entries.map((entry) => ({
    entry,
    fitsNamespace: glob(entry.namespace ?? ''),
    fitsName: glob(entry.name),
  }));
  const byPlace = Map.groupBy(matchers, ({entry}) => placeOf(entry));
  const used = new Set<ScanFinding>();
  return {
    accepts(finding) {
      const {namespace = '', name} = finding;
      const fitting = byPlace
        .get(placeOf(finding))
        ?.find(({fitsNamespace, fitsName}) => fitsNamespace(namespace) && fitsName(name));
      if (fitting !== undefined) used.add(fitting.entry);
      return fitting !== undefined;
    },
    entries: () => ({
      used: entries.filter((entry) => used.has(entry)),
      unused: entries.length - used.size,
    }),
  };
}

/** What a baseline file holds that accepts these places. */
export function baselineText(accepted: readonly ScanFinding[]): string {
  const rows = accepted.map((row) => ({row, text: JSON.stringify(row)}));
  const sorted = rows.sort((one, other) => (one.text < other.text ? -1 : Number(one.text > other.text)));
  return showJson({format, accepted: sorted.map(({row}) => row)}, 2);
}

function entriesOf(file: string): ScanFinding[] {
  try {
    const document = readRecord(JSON.parse(readFileSync(file, 'utf8')), 'the baseline');
    if (document['format'] !== format) throw new Error(`"format" is not "${format}"`);
    return readArray(document['accepted'], 'accepted').map((row, index) =>
      entryOf(row, `accepted[${index}]`),
    );
  } catch (error) {
    throw new SettingsError([
      `--baseline: ${file} cannot be used: ${whyNot(error)}; expected a file that scan --write-baseline wrote.`,
    ]);
  }
}

function entryOf(value: unknown, what: string): ScanFinding {
  const record = readRecord(value, what);
  const text = (member: keyof ScanFinding) => readString(record[member], `${what}.${member}`);
  const needed = (member: keyof ScanFinding) => {
    if (text(member) === '') throw new Error(`${what} has no ${member}`);
    return text(member);
  };
  const namespace = text('namespace');
  return {
    type: needed('type'),
    ...(namespace === '' ? {} : {namespace}),
    name: needed('name'),
    path: needed('path'),
    detector: needed('detector'),
  };
}

function whyNot(error: unknown): string {
  // JSON.parse quotes the file.
  if (error instanceof SyntaxError) return 'it is not JSON';
  const {code, message} = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'there is no such file';
  return (code?.startsWith('E') === true ? code : message).replace(/\.$/, '');
}

function placeOf({type, path, detector}: ScanFinding): string {
  return JSON.stringify([type, path, detector]);
}
