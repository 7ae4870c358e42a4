import type {RunReport} from '@firefly/core';
import type {FolderRecord} from '@firefly/k8s-source';

/** Something that one side lacks since it was not read: what lies there cannot be compared. */
export interface DiffGap {
  /** The type, the API group, or the file. */
  readonly name: string;
  readonly message: string;
  /** Whether only one side lacks it. */
  readonly oneSided: boolean;
}

/** Names of gaps beside which nothing can be compared. */
const wholeRun = 'the run';
const wholeDocument = 'objects';

/** What of one side is not known, by name. */
export type SideGaps = ReadonlyMap<string, string>;

/** @param record What a folder tells of the run that wrote it. */
export function gapsOf(report: RunReport, record?: FolderRecord): SideGaps {
  const recorded = record?.report.readings ?? [];
  return new Map([
    ...(report.result === 'success' ? [] : [[wholeRun, report.reason ?? 'it did not end.'] as const]),
    ...[...recorded, ...report.readings]
      .filter(({outcome}) => outcome !== 'complete')
      .map(({name, message}) => [typeOf(name), message || 'it was not read whole.'] as const),
    ...report.discoveryFailures
      // What a folder's readings and items lack, its record says better.
      .filter(({subject, expected}) => subject === 'group' || subject === 'type' || expected !== true)
      .filter(({message}) => !recorded.some(({name}) => message.includes(` ${name}: `)))
      .map(({name, message}) => [name, message] as const),
  ]);
}

/** What neither side, or one alone, could tell. */
export function joinGaps(before: SideGaps, after: SideGaps): readonly DiffGap[] {
  return [...new Map([...before, ...after])].map(([name, message]) => ({
    name,
    message,
    oneSided: !(before.has(name) && after.has(name)),
  }));
}

/** Whether a type was read on both sides. */
export function isCompared(type: string, gaps: readonly DiffGap[]): boolean {
  const group = type.split('.').slice(1).join('.');
  const unknown = new Set([wholeRun, wholeDocument, type]);
  return !gaps.some(({name}) => unknown.has(name) || (group !== '' && name.split('/')[0] === group));
}

function typeOf(reading: string): string {
  return reading === 'helm releases' ? 'helm-releases' : reading;
}
