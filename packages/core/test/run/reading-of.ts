import type {Reading, ReadingOutcome, StreamItem} from '../../src/index.ts';

/** A reading by a generator that a test writes; what it does not return is a reading that went well. */
export function readingOf(
  name: string,
  read: (
    signal: AbortSignal,
  ) => AsyncGenerator<readonly StreamItem[], ReadingOutcome | undefined | void, void>,
): Reading {
  return {
    name,
    async *read(signal) {
      return (yield* read(signal)) ?? {kind: 'complete', listPages: 1, listBytes: 0};
    },
  };
}
