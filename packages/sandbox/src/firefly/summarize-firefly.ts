import type {StreamName} from '@firefly/core';
import type {FireflyState} from './firefly-state.ts';
import type {FireflySummary, StreamSummary} from './firefly-summary.ts';

/** Counts of everything that the embedded Firefly saw, and what its process has used. */
export function summarizeFirefly(state: FireflyState): FireflySummary {
  const {accepted, contracts, intake, log, violations} = state;
  const {user, system} = process.cpuUsage();
  const ofStream = (stream: StreamName): StreamSummary => ({
    ...accepted.totals(stream),
    counts: accepted.counts(stream),
    peakInFlight: state.inFlight[stream].peak,
  });
  return {
    streams: {
      objects: ofStream('objects'),
      helmReleases: ofStream('helmReleases'),
      k8sTrees: ofStream('k8sTrees'),
    },
    requests: log.requests.length,
    logins: contracts.tokens.issued,
    duplicates: accepted.duplicates,
    duplicateUids: intake.duplicateUids.length,
    violations: [...violations],
    undelivered: sumUndelivered(state),
    fetchings: contracts.fetching.fetchings.map(({fetchingId, locked, metadata}) => ({
      fetchingId,
      locked,
      result: metadata?.['result'],
    })),
    cpuSeconds: (user + system) / 1e6,
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
  };
}

/** What all runs together still owe. */
export function sumUndelivered({intake}: FireflyState): {pages: number; items: number} {
  let pages = 0;
  let items = 0;
  for (const {failedPages, missingItems} of intake.deliveries) {
    pages += failedPages;
    items += missingItems;
  }
  return {pages, items};
}
