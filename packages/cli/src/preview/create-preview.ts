import {isRawObject, type RunReport, type Stage, type StreamItem, type StreamName} from '@firefly/core';
import type {SelectionReason} from '@firefly/k8s-source';
import {createRedactor, type Finding, type UserRules} from '@firefly/redaction';
import {gzipSync} from 'node:zlib';

import {type ItemGroup, itemGroup} from '../dry-run/item-group.ts';
import {createScanStage} from '../scan/create-scan-stage.ts';
import type {ScanFinding} from '../scan/scan-finding.ts';
import type {Settings} from '../settings/settings.ts';
import {assumptionsOf, previewGzipLevel} from './assumptions-of.ts';
import {placePattern} from './place-pattern.ts';
import type {Preview, SecretPlaces} from './preview.ts';
import {emptySums, noNamespace, type PreviewCell} from './preview-row.ts';

/** Gathers a preview while a dry run reads. */
export interface PreviewBuilder {
  /** These stages, and around them what watches. */
  around(stages: readonly Stage[]): readonly Stage[];
  /** Told of each page, in order. */
  write(group: ItemGroup, items: readonly Uint8Array[]): Promise<void>;
  /** Told of each type that is not collected. */
  readonly leftOut: (type: string, reason: SelectionReason) => void;
  /** Once all was written. */
  finish(report: RunReport): Preview;
}

/** Patterns that are told apart; what is found beyond them is one row a type and detector. */
const mostPatterns = 2000;

/** Looks at each item as it came and as it would be sent, and keeps figures: one cell for each type in each namespace. */
export function createPreview(settings: Settings, {rules, compile}: UserRules): PreviewBuilder {
  // Where all rules are in force there is nothing more that they would take.
  const everything = settings.redact.includes('all')
    ? undefined
    : createRedactor({sets: ['all'], rules, ...(compile === undefined ? {} : {compile})});
  const redactable = new Map<string, number>();
  const cells = new Map<string, PreviewCell>();
  const patterns = new Map<string, SecretPlaces>();
  const leftOut: {readonly type: string; readonly reason: SelectionReason}[] = [];
  /** By type: what passed the stages and is not yet in a page that was written. */
  const underWay = new Map<string, {readonly of: PreviewCell; readonly bytes: number}[]>();
  let secrets = 0;

  function cell({name, stream, kind}: ItemGroup, namespace = noNamespace): PreviewCell {
    const key = `${name} ${namespace}`;
    let known = cells.get(key);
    if (known === undefined) cells.set(key, (known = {...emptySums(), stream, type: name, kind, namespace}));
    return known;
  }

  function noteSecret({type, path, detector}: ScanFinding): boolean {
    secrets++;
    const pattern = patterns.size < mostPatterns ? placePattern(path) : '…';
    const key = JSON.stringify([type, pattern, detector]);
    const row = patterns.get(key) ?? {type, pattern, detector, places: 0};
    row.places++;
    patterns.set(key, row);
    return true;
  }

  /** Of what the built-in rules would take of an item that nothing was taken of, what looks like a secret. */
  function secretsIn(findings: readonly Finding[]): readonly Finding[] | undefined {
    // Of a copy that goes as a whole it is not known what is in it.
    if (everything === undefined || rules.length > 0 || findings.some(({rule}) => rule === 'lastApplied'))
      return undefined;
    return findings.filter(({rule}) => rule !== 'managedFields');
  }

  function noteSent(item: StreamItem, group: ItemGroup, of: PreviewCell) {
    const bytes = item.byteLength;
    of.items++;
    of.bytes += bytes;
    if (bytes > of.largest.bytes) {
      const {namespace, name} = item.describe();
      of.largest = {bytes, name: namespace === undefined ? name : `${namespace}/${name}`};
    }
    const waiting = underWay.get(group.name);
    if (waiting === undefined) underWay.set(group.name, [{of, bytes}]);
    else waiting.push({of, bytes});
  }

  return {
    around(stages) {
      let itemBytes = Number.POSITIVE_INFINITY;
      let original: StreamItem | undefined;
      /** What all rules would take of it. */
      let findings: readonly Finding[] = [];
      let redacted = 0;
      const before: Stage = {
        item(item) {
          original = item;
          findings = everything?.examine(item) ?? [];
          for (const {rule} of findings) redactable.set(rule, (redactable.get(rule) ?? 0) + 1);
          return item;
        },
      };
      const scan = createScanStage(noteSecret, {
        most: 0,
        known: (item) => (item === original ? secretsIn(findings) : undefined),
      });
      const after: Stage = {
        start: ({limits}) => ({itemBytes} = limits),
        item(item) {
          const raw = isRawObject(item) ? item : undefined;
          const group = itemGroup(item.stream, raw?.type);
          const of = cell(group, raw === undefined ? item.describe().namespace : raw.namespace);
          // Trees come from behind the first of these stages.
          if (original !== undefined && item.stream !== 'k8sTrees') {
            of.redactable += findings.length;
            if (item !== original) {
              const before = redacted;
              redacted = redactedBy(stages);
              of.redacted += redacted - before;
            }
          }
          of.secrets += secrets;
          secrets = 0;
          if (item.byteLength <= itemBytes) noteSent(item, group, of);
          return item;
        },
      };
      // What admits keeps items back: they come from there once more, or not at all.
      const admitting = stages.filter((one) => 'admits' in one);
      const others = stages.filter((one) => !('admits' in one));
      return [...admitting, before, ...others, scan, after];
    },
    async write({name}, items) {
      const written = underWay.get(name)?.splice(0, items.length) ?? [];
      const bytes = written.reduce((sum, one) => sum + one.bytes, 0);
      const level = previewGzipLevel(settings);
      // The output is made of chunks of this size, however little there is: a type may have one small object.
      const chunkSize = Math.min(256 * 1024, Math.max(1024, bytes));
      const compressed = gzipSync(Buffer.concat(items), {level, chunkSize}).byteLength;
      for (const one of written) one.of.gzipBytes += (compressed * one.bytes) / bytes;
    },
    leftOut: (type, reason) => void leftOut.push({type, reason}),
    finish(report) {
      const placeOf = (stream: StreamName, kind: string, namespace: string) =>
        `${stream} ${stream === 'objects' ? kind : ''} ${namespace}`;
      const byPlace = new Map(
        // The first one counts.
        [...cells.values()].toReversed().map((one) => [placeOf(one.stream, one.kind, one.namespace), one]),
      );
      for (const {stream, kind, namespace = noNamespace} of report.oversized) {
        const of = byPlace.get(placeOf(stream, kind, namespace));
        (of ?? cell(itemGroup(stream, undefined), namespace)).tooLarge++;
      }
      const all = [...cells.values()];
      return {
        cells: all,
        ...(everything === undefined ? {} : {redactable}),
        secrets: [...patterns.values()].sort((one, other) => other.places - one.places),
        leftOut,
        assumptions: assumptionsOf(all, settings),
        report,
      };
    },
  };
}

/** Values that were taken out so far. */
function redactedBy(stages: readonly Stage[]): number {
  return stages.reduce((sum, stage) => sum + (stage.redactions?.().values ?? 0), 0);
}
