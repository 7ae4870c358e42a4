import {parseTypeName, type RunReport, type StreamName} from '@firefly/core';
import type {FolderRecord} from '@firefly/k8s-source';

/** Something that one side lacks since it was not read: what lies there cannot be compared. */
export interface DiffGap {
  /** The type, the API group, or the file. */
  readonly name: string;
  readonly message: string;
  /** Whether only one side lacks it. */
  readonly oneSided: boolean;
  /** Whether a side cannot be read now: what it held, nobody knows. */
  readonly unreadable: boolean;
}

/** Names of gaps beside which nothing can be compared. */
const wholeRun = 'the run';
const wholeDocument = 'objects';
const releasesReading = 'helm releases';
const releases = 'helm-releases';

/** What of one side is not known, by name. */
export type SideGaps = ReadonlyMap<string, SideGap>;

interface SideGap {
  readonly message: string;
  /** Nobody asked for it, or some namespaces were read whole: where it is the same on both sides, nothing lacks. */
  readonly isChoice: boolean;
  /** Its file cannot be read, or all of the side; not that the run which wrote it lacked something. */
  readonly isUnreadable: boolean;
}

/**
 * @param record What a folder tells of the run that wrote it.
 * @param streams What was to be read.
 */
export function gapsOf(
  report: RunReport,
  record: FolderRecord | undefined,
  streams: ReadonlySet<StreamName>,
): SideGaps {
  const gaps = new Map<string, SideGap>();
  const note = (name: string, message: string, {isChoice = false, isUnreadable = false} = {}) =>
    gaps.set(name, {message, isChoice, isUnreadable});
  const recorded = record?.report.readings ?? [];
  const lackedThen = new Set(recorded.filter(({outcome}) => outcome !== 'complete').map(({name}) => name));
  const {readings, discoveryFailures, result, reason = 'it did not end.'} = report;
  if (result !== 'success') note(wholeRun, reason, {isUnreadable: true});
  if (streams.has('helmReleases') && ![...recorded, ...readings].some(({name}) => name === releasesReading))
    note(releases, 'they were not read; --helm-releases=false leaves them out of both.', {isChoice: true});
  for (const reading of [...recorded, ...readings]) {
    const {name, outcome, message} = reading;
    const isOfNamespaces =
      'isOfNamespaces' in reading ? reading.isOfNamespaces : reading.namespaces !== undefined;
    const isChoice = outcome === 'partial' && isOfNamespaces;
    const isUnreadable = name === wholeDocument || (record !== undefined && !lackedThen.has(name));
    const shown = name === releasesReading ? releases : name;
    if (outcome !== 'complete') note(shown, message || 'it was not read whole.', {isChoice, isUnreadable});
  }
  const recordedNames = new Set(recorded.map(({name}) => name));
  for (const {subject, name, message, expected} of discoveryFailures) {
    const isOfCluster = subject === 'group' || subject === 'type';
    // What a folder's readings lack, its record has told already.
    const isTold = recordedNames.has(/ could not read (?:all of )?(.*?): /.exec(message)?.[1] ?? '');
    if ((isOfCluster || expected !== true) && !isTold)
      note(name, message, {isUnreadable: subject === 'file'});
  }
  return gaps;
}

/** What neither side, or one alone, could tell. */
export function joinGaps(before: SideGaps, after: SideGaps): readonly DiffGap[] {
  return [...new Map([...before, ...after])].flatMap(([name, {message}]) => {
    const [one, other] = [before.get(name), after.get(name)];
    if (one?.isChoice === true && other?.isChoice === true) return [];
    const unreadable = one?.isUnreadable === true || other?.isUnreadable === true;
    return [{name, message, oneSided: one === undefined || other === undefined, unreadable}];
  });
}

/** Tells of a type whether it was read on both sides. */
export function comparedTypes(gaps: readonly DiffGap[]): (type: string) => boolean {
  const unknown = new Set(gaps.flatMap(({name}) => [name, `group ${name.split('/')[0]}`]));
  if (unknown.has(wholeRun) || unknown.has(wholeDocument)) return () => false;
  return (type) => !unknown.has(type) && !unknown.has(`group ${parseTypeName(type).group}`);
}
