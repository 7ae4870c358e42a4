import type {Ending} from './fault-row.ts';
import type {Delivered, FaultResult} from './run-fault.ts';

/** A result beside what it had to be. */
export interface Judgement {
  readonly result: FaultResult;
  readonly delivered: number;
  /** Objects, releases and trees that a run without a fault delivers and this one did not. */
  readonly missing: number;
  /** What is wrong, in words; none is right. */
  readonly wrong: readonly string[];
}

/** Compares a run with its row, and with what a run of the same contract delivers without a fault. */
export function judgeFault(result: FaultResult, whole: Delivered): Judgement {
  const {row, incomplete} = result.case;
  const ending: Ending = 'exit' in row.ends ? row.ends : row.ends[incomplete ?? 'deliver'];
  const delivered = result.uids.size;
  const missing =
    [...whole.uids].filter((uid) => !result.uids.has(uid)).length +
    Math.max(0, whole.helmReleases - result.helmReleases) +
    Math.max(0, whole.trees - result.trees);
  const wrong = [
    ...(result.isStuck ? ['it did not end'] : wrongExit(result, ending)),
    ...wrongDelivery(ending, delivered, missing),
    ...wrongLock(result, ending, missing),
    ...(result.twice > 0 ? [`${result.twice} objects came twice`] : []),
    ...result.violations.slice(0, 1),
  ];
  return {result, delivered, missing, wrong};
}

function wrongExit({run}: FaultResult, {exit}: Ending): readonly string[] {
  return exit.includes(run.exitCode) ? [] : [`exit ${run.exitCode}, not ${exit.join(' or ')}`];
}

function wrongDelivery({delivered: wanted}: Ending, delivered: number, missing: number): readonly string[] {
  switch (wanted) {
    case 'all':
      return missing === 0 ? [] : [`${missing} are missing`];
    case 'part':
      return missing > 0 && delivered > 0 ? [] : ['a part had to be delivered'];
    case 'none':
      return delivered === 0 ? [] : [`${delivered} were delivered, none had to be`];
    case 'any':
      return [];
  }
}

function wrongLock({locked}: FaultResult, {lock}: Ending, missing: number): readonly string[] {
  if (locked === undefined) return [];
  if (lock === 'whole') return locked && missing > 0 ? [`LOCK, and ${missing} are missing`] : [];
  if (locked === lock) return [];
  return [locked ? 'LOCK, which had to be left out' : 'no LOCK'];
}
