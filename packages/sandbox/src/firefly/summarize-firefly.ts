import type {StreamName} from '@firefly/core';
import type {Firefly} from './firefly.ts';
import type {FireflySummary, StreamSummary} from './firefly-summary.ts';

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
