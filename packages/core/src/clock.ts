/** Time as the packages use it: handed in, so that tests need no sleeps. */
export interface Clock {
  /** Milliseconds since the Unix epoch, which nobody sets back: durations are differences of them. */
  now(): number;
  /** Resolves after so many milliseconds; rejects with the signal's reason when aborted. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** The machine's own time, from the process's start by its monotonic clock. A pending `sleep` ends with its signal and leaves no timer behind. */
export const systemClock: Clock = {
  now: () => Math.round(performance.timeOrigin + performance.now()),
  async sleep(milliseconds, signal) {
    signal.throwIfAborted();
    const {promise, resolve, reject} = Promise.withResolvers<void>();
    const stop = () => reject(signal.reason as Error);
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', stop, {once: true});
    try {
      await promise;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    }
  },
};
