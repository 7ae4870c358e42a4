import type {Clock} from '@firefly/core';

/** How long something may take. */
export interface Budget {
  /** Milliseconds in all. */
  readonly milliseconds: number;
  /** When this fires, only `grace` is left: the run is being stopped. */
  readonly stop?: AbortSignal;
  /** Milliseconds after `stop`. */
  readonly grace?: number;
  readonly clock: Clock;
}

/** Runs `action` under a signal that fires when the budget is used up: for what must be told even after the run's end. */
export async function withinBudget<T>(
  budget: Budget,
  action: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const {milliseconds, stop, grace = 0, clock} = budget;
  const spent = new AbortController();
  const done = new AbortController();
  const timers: Promise<void>[] = [];
  const startTimer = (length: number) => {
    const expire = () => spent.abort(new Error(`it took longer than ${length / 1000} seconds`));
    // Rejects when `done` fires: there is nothing left to do then.
    timers.push(clock.sleep(length, done.signal).then(expire, () => {}));
  };
  const hurry = () => startTimer(grace);
  startTimer(milliseconds);
  if (stop?.aborted) hurry();
  else stop?.addEventListener('abort', hurry, {once: true});
  try {
    return await action(spent.signal);
  } finally {
    stop?.removeEventListener('abort', hurry);
    done.abort();
    await Promise.all(timers);
  }
}
