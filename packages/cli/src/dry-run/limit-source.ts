import type {Reading, ReadingOutcome, Source, StreamItem} from '@firefly/core';

/** The same source, of which each reading ends after so many items. */
export function limitSource(source: Source, limit: number): Source {
  return {
    async open(context) {
      const session = await source.open(context);
      return {
        cluster: session.cluster,
        close: () => session.close(),
        async plan(streams) {
          const plan = await session.plan(streams);
          return {...plan, readings: plan.readings.map((reading) => limitReading(reading, limit))};
        },
      };
    },
  };
}

function limitReading(reading: Reading, limit: number): Reading {
  return {
    ...reading,
    async *read(signal): AsyncGenerator<readonly StreamItem[], ReadingOutcome, void> {
      const batches = reading.read(signal);
      let left = limit;
      try {
        while (left > 0) {
          const next = await batches.next();
          if (next.done === true) return next.value;
          const items = next.value.slice(0, left);
          left -= items.length;
          yield items;
        }
        // How many pages and bytes that took, only a reading that ends by itself tells.
        return {kind: 'complete', listPages: 1, listBytes: 0};
      } finally {
        await batches.return({kind: 'complete', listPages: 0, listBytes: 0});
      }
    },
  };
}
