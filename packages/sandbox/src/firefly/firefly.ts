import type {StreamName} from '@firefly/core';
import type {LoopbackServer} from '../loopback/loopback-server.ts';
import type {Accepted} from './accepted.ts';
import type {Fetching} from './fetching.ts';
import type {ReceivedRequest} from './received-request.ts';
import type {Integration} from './serve-integrations.ts';
import type {FireflySummary} from './firefly-summary.ts';

/**
 * The embedded Firefly. Its `url` is endpoint, login endpoint and (its `/api`) app API endpoint; it serves from the
 * start until `stop()` or `close()`.
 */
export interface Firefly extends LoopbackServer<ReceivedRequest> {
  readonly accessKey: string;
  readonly secretKey: string;
  readonly accepted: Accepted;
  /** Uids of objects that one run (or fetching) delivered more than once. */
  readonly duplicateUids: readonly string[];
  /** Uids of all objects that were accepted, of all runs. */
  readonly acceptedUids: ReadonlySet<string>;
  /** Every fetching whose handshake was answered 200. */
  readonly fetchings: readonly Fetching[];
  /** Clusters that were on-boarded, by cluster id. */
  readonly integrations: ReadonlyMap<string, Integration>;
  /** Pages that failed and were not accepted later, and items of too large pages that did not come again, of all runs. */
  readonly undelivered: {readonly pages: number; readonly items: number};
  /** Pages of a stream that were under way at once, at most. */
  readonly peakInFlight: Readonly<Record<StreamName, number>>;
  /** Logins that were answered with a token. */
  readonly logins: number;
  /** Every token given out so far gets 401 from now on. */
  revokeTokens(): void;
  /** Counts for people and benchmarks; plain data. */
  summary(): FireflySummary;
}
