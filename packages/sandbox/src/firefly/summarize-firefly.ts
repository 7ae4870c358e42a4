import type {StreamName} from '@firefly/core';
import type {AcceptedTotals} from './accepted.ts';
import type {Firefly} from './firefly.ts';

/** One stream's totals, and its items per kind. */
export interface StreamSummary extends AcceptedTotals {
  readonly counts: Readonly<Record<string, number>>;
  readonly peakInFlight: number;
}

/** What the embedded Firefly saw, as plain data. CPU and memory are of the whole process that it runs in. */
export interface FireflySummary {
  readonly streams: Readonly<Record<StreamName, StreamSummary>>;
  readonly requests: number;
  readonly logins: number;
  readonly duplicates: number;
  readonly duplicateUids: number;
  readonly violations: readonly string[];
  readonly undelivered: {readonly pages: number; readonly items: number};
  readonly fetchings: readonly {
    readonly fetchingId: string;
    readonly locked: boolean;
    readonly result: unknown;
  }[];
  readonly cpuSeconds: number;
  readonly peakRssBytes: number;
}

/** Counts of everything that the embedded Firefly saw, and what its process has used. */
export function summarizeFirefly(firefly: Firefly): FireflySummary {
  const {accepted, requestCount, logins, duplicateUids, violations, undelivered, peakInFlight} = firefly;
  const {user, system} = process.cpuUsage();
  const ofStream = (stream: StreamName): StreamSummary => ({
    ...accepted.totals(stream),
    counts: accepted.counts(stream),
    peakInFlight: peakInFlight[stream],
  });
  return {
    streams: {
      objects: ofStream('objects'),
      helmReleases: ofStream('helmReleases'),
      k8sTrees: ofStream('k8sTrees'),
    },
    requests: requestCount,
    logins,
    duplicates: accepted.duplicates,
    duplicateUids: duplicateUids.length,
    violations: [...violations],
    undelivered,
    fetchings: firefly.fetchings.map(({fetchingId, locked, metadata}) => ({
      fetchingId,
      locked,
      result: metadata?.['result'],
    })),
    cpuSeconds: (user + system) / 1e6,
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
  };
}
