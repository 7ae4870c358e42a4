import type {Clock} from '@firefly/core';

/** How long something may take. */
export interface Budget {
  /** Milliseconds in all. */
  readonly milliseconds: number;
  /** When this fires, only `grace` is left: the run is being stopped. */
  readonly stop?: AbortSignal;
  /** Milliseconds after `stop`. Default 0. */
  readonly grace?: number;
  readonly clock: Clock;
}

/** Runs `action` under a signal that fires when the budget is used up. */
export async function withinBudget<T>(
  budget: Budget,
  action: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const {milliseconds, stop, grace = 0, clock} = budget;
  const spent = new AbortController();
  const done = new AbortController();
  const timers: Promise<void>[] = [];
  const startTimer = (length: number) => {
    const expire = () => spent.abort(new Error(`no answer within ${length / 1000} seconds`));
    // Rejects when `done` fires: there is nothing left to do then.
    timers.push(clock.sleep(length, done.signal).then(expire, () => {}));
  };
  const hurry = () => (grace === 0 ? spent.abort(stop?.reason) : startTimer(grace));
  startTimer(milliseconds);
  if (stop?.aborted) hurry();
  else stop?.addEventListener('abort', hurry, {once: true});
  try {
    return await action(spent.signal);
  } finally {
    stop?.removeEventListener('abort', hurry);
    // With a reason, since one is made for each request otherwise, its stack included.
    done.abort('done');
    await Promise.all(timers);
  }
}
