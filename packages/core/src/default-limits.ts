import type {SinkLimits} from './sink.ts';

/** What Firefly takes, for a sink, a source and a stage that are not told otherwise. */
export const defaultLimits = {
  pageBytes: 1_200_000,
  itemBytes: 1_536_000,
  pagesInFlight: {objects: 10, helmReleases: 5, k8sTrees: 5},
} as const satisfies SinkLimits;
