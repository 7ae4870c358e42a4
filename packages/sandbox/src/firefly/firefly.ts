import type {StreamName} from '@firefly/core';
import type {Accepted} from './accepted.ts';
import type {FaultRule, InjectedFault} from './fault.ts';
import type {Fetching} from './fetching.ts';
import type {FireflySummary} from './firefly-summary.ts';
import type {Integration} from './integrations.ts';
import type {Pause} from './pause-book.ts';
import type {RecordedRequest, RequestMatcher} from './recorded-request.ts';
import type {WaitOptions} from './request-log.ts';

/** The embedded Firefly. It serves from the start until `stop()` or `close()`. */
export interface Firefly extends AsyncDisposable {
  /** Endpoint, login endpoint and (its `/api`) app API endpoint; without a trailing slash. */
  readonly url: string;
  readonly port: number;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly accepted: Accepted;
  /** Every request in the order of arrival. */
  readonly requests: readonly RecordedRequest[];
  /** One line for each request that broke the contract: what it was and what is expected. Empty is what tests want. */
  readonly violations: readonly string[];
  /** Uids of objects that one run (or fetching) delivered more than once. */
  readonly duplicateUids: readonly string[];
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
  /** Makes the next requests fail; rules are asked in the order of injection. */
  inject(rule: FaultRule): InjectedFault;
  /** Holds matching requests (default: pages) before their bodies are read, so that the client feels back-pressure. */
  pause(matcher?: RequestMatcher): Pause;
  /** Every token given out so far gets 401 from now on. */
  revokeTokens(): void;
  /** Resolves with the nth matching request, once it came; rejects when the server is closed before. */
  waitFor(matcher: RequestMatcher, options?: WaitOptions): Promise<RecordedRequest>;
  /** Counts for people and benchmarks; plain data. */
  summary(): FireflySummary;
  /** Breaks every connection and refuses new ones; what was accepted stays. */
  stop(): Promise<void>;
  /** Listens again on the same port. */
  restart(): Promise<void>;
  /** `stop()`, and whoever waits for anything is let go. */
  close(): Promise<void>;
}
