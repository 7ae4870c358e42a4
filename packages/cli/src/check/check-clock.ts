import type {CheckResult} from './check-result.ts';
import {formatDuration} from '../terminal/format-duration.ts';

/** Milliseconds that clocks may be apart before somebody should know. */
const toleranceMilliseconds = 60_000;

/**
 * Compares this machine's clock with those of the servers that told theirs (`Date`, whole seconds).
 *
 * @param leads Milliseconds by which each server is ahead of this machine.
 */
export function checkClock(leads: Readonly<Record<string, number | undefined>>): CheckResult {
  const told = Object.entries(leads).flatMap(([who, lead]) => (lead === undefined ? [] : [{who, lead}]));
  const [widest] = told.toSorted((one, other) => Math.abs(other.lead) - Math.abs(one.lead));
  if (widest === undefined)
    return {id: 'clock', status: 'skipped', message: 'Nobody that answered told the time.'};
  if (Math.abs(widest.lead) <= toleranceMilliseconds) {
    const names = told.map(({who}) => who).join(' and ');
    return {id: 'clock', status: 'ok', message: `Within a minute of ${names}.`};
  }
  const direction = widest.lead > 0 ? 'behind' : 'ahead of';
  return {
    id: 'clock',
    status: 'warning',
    message: `This machine is ${formatDuration(Math.abs(widest.lead))} ${direction} ${widest.who}.`,
    remedy:
      'Synchronise its clock: tokens and certificates are valid by the time, and Firefly orders runs by it.',
  };
}
