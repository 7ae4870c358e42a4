/** Lets so many in at once; the others wait in order. */
export interface Semaphore {
  /** Resolves with a function that gives the place back (calling it twice is harmless). Rejects when aborted. */
  acquire(signal: AbortSignal): Promise<() => void>;
}

/**
 * A semaphore of `places`; waiting costs no timer and ends with its signal.
 *
 * @throws {RangeError} when there is no place at all: everybody would wait for ever.
 */
export function createSemaphore(places: number): Semaphore {
  if (!(places >= 1)) throw new RangeError(`A semaphore has at least one place, not ${places}.`);
  let free = places;
  const waiting = new Set<() => void>();

  function place(): () => void {
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      const [next] = waiting;
      if (next === undefined) free++;
      else next();
    };
  }

  return {
    async acquire(signal) {
      signal.throwIfAborted();
      if (free > 0) {
        free--;
        return place();
      }
      await new Promise<void>((resolve, reject) => {
        const go = () => {
          waiting.delete(go);
          signal.removeEventListener('abort', stop);
          resolve();
        };
        const stop = () => {
          waiting.delete(go);
          // An AbortSignal's reason may be anything; it is what the caller chose to reject with.
          reject(signal.reason as Error);
        };
        waiting.add(go);
        signal.addEventListener('abort', stop, {once: true});
      });
      return place();
    },
  };
}
