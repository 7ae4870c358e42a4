import type {StreamName} from '@firefly/core';
import type {InFlight} from '../loopback/in-flight.ts';
import type {LoopbackServer} from '../loopback/loopback-server.ts';
import type {TokenBook} from '../loopback/token-book.ts';
import type {Accepted} from './accepted.ts';
import type {FetchingContract} from './fetching-contract.ts';
import type {FireflyRequest} from './firefly-request.ts';
import type {FireflySummary, StreamSummary} from './firefly-summary.ts';
import type {PageIntake} from './page-intake.ts';

/** What the summary counts. */
export interface SeenByFirefly {
  readonly server: Pick<LoopbackServer<FireflyRequest>, 'requestCount' | 'violations'>;
  readonly accepted: Accepted;
  readonly fetching: Pick<FetchingContract, 'fetchings'>;
  readonly intake: PageIntake;
  readonly tokens: Pick<TokenBook<undefined>, 'issued'>;
  readonly lanes: Readonly<Record<StreamName, InFlight>>;
}

/** Counts of everything that the embedded Firefly saw, and what its process has used. */
export function summarizeFirefly(seen: SeenByFirefly): FireflySummary {
  const {server, accepted, fetching, intake, tokens, lanes} = seen;
  const {user, system} = process.cpuUsage();
  const ofStream = (stream: StreamName): StreamSummary => ({
    ...accepted.totals(stream),
    counts: accepted.counts(stream),
    peakInFlight: lanes[stream].peak,
  });
  return {
    streams: {
      objects: ofStream('objects'),
      helmReleases: ofStream('helmReleases'),
      k8sTrees: ofStream('k8sTrees'),
    },
    requests: server.requestCount,
    logins: tokens.issued.length,
    duplicates: accepted.duplicates,
    duplicateUids: intake.duplicateUids.length,
    violations: [...server.violations],
    undelivered: sumUndelivered(intake),
    fetchings: fetching.fetchings.map(({fetchingId, locked, metadata}) => ({
      fetchingId,
      locked,
      result: metadata?.['result'],
    })),
    cpuSeconds: (user + system) / 1e6,
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
  };
}

/** What all runs together still owe. */
export function sumUndelivered({deliveries}: PageIntake): {pages: number; items: number} {
  let pages = 0;
  let items = 0;
  for (const {failedPages, missingItems} of deliveries) {
    pages += failedPages;
    items += missingItems;
  }
  return {pages, items};
}
