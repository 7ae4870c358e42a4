import type {Clock} from '@firefly/core';

/**
 * Lets requests out at most so many a second, evenly: each waits for its moment, in order. Nothing is saved up for a
 * burst, which is what the limit is to spare the server.
 *
 * @returns Resolves when the next request may go; rejects with the signal's reason.
 */
export function createPace(perSecond: number, clock: Clock): (signal: AbortSignal) => Promise<void> {
  const pause = 1000 / perSecond;
  let next = -Infinity;
  return async (signal) => {
    const now = clock.now();
    const moment = Math.max(now, next);
    next = moment + pause;
    if (moment > now) await clock.sleep(moment - now, signal);
  };
}
