import {createObjectForest, type ObjectForest} from './forest/object-forest.ts';
import type {ReadingOutcome} from './source.ts';
import type {SpoolOptions} from './spool/spool.ts';
import type {Stage} from './stage.ts';
import {isRawObject, type StreamItem} from './stream-item.ts';

/**
 * Gathers all objects into a forest by owner and sends its trees after everything else, where the sink takes them.
 * Objects wait in memory up to a limit and in one temporary file beyond it; without takers nothing is kept.
 */
export function createForestStage(spool: SpoolOptions = {}): Stage {
  let forest: ObjectForest | undefined;
  let waiting: Promise<void> | undefined;
  return {
    start({streams, limits}) {
      if (streams.has('k8sTrees')) forest = createObjectForest({maxTreeBytes: limits.itemBytes, spool});
    },
    item(item) {
      if (forest !== undefined && isRawObject(item)) waiting = forest.add(item);
      return item;
    },
    ready() {
      const promise = waiting;
      waiting = undefined;
      return promise;
    },
    finalReading() {
      const grown = forest;
      if (grown === undefined) return undefined;
      return {name: 'object trees', read: (signal) => readTrees(grown, signal)};
    },
    async close() {
      await forest?.close();
    },
  };
}

async function* readTrees(
  forest: ObjectForest,
  signal: AbortSignal,
): AsyncGenerator<readonly StreamItem[], ReadingOutcome, void> {
  // A spool that cannot be read ends the run: a forest without some of its trees would look whole.
  yield* forest.trees(signal);
  return {kind: 'complete', listPages: 0, listBytes: 0};
}
