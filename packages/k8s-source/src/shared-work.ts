import {untilAborted} from '@firefly/core';

/** Something that is made once for all who need it. */
export interface SharedWork<T> {
  /** Makes it, or waits for whoever does; rejects with the signal's reason once that is aborted. */
  get(signal: AbortSignal): Promise<T>;
  /** What is there, without making it. */
  readonly made: Promise<T> | undefined;
  /** Ends what is under way, and makes it anew at the next need. */
  forget(): void;
}

/**
 * Work that several callers may wait for. It ends when none of them waits any more, and a failure is not kept: the next
 * one tries again.
 *
 * @param make Its signal stays as it is once the work is done, until `forget`.
 */
export function createSharedWork<T>(make: (signal: AbortSignal) => Promise<T>): SharedWork<T> {
  let current: {readonly result: Promise<T>; readonly controller: AbortController} | undefined;
  let waiting = 0;

  function forget(): void {
    current?.controller.abort();
    current = undefined;
  }

  function begin(): NonNullable<typeof current> {
    const controller = new AbortController();
    const begun = {controller, result: make(controller.signal)};
    current = begun;
    waiting = 0;
    begun.result.catch(() => {
      if (current === begun) current = undefined;
    });
    return begun;
  }

  return {
    get made() {
      return current?.result;
    },
    async get(signal) {
      signal.throwIfAborted();
      const begun = current ?? begin();
      waiting++;
      try {
        return await untilAborted(begun.result, signal);
      } catch (error) {
        if (signal.aborted && current === begun && waiting === 1) forget();
        throw error;
      } finally {
        if (current === begun) waiting--;
      }
    },
    forget,
  };
}
