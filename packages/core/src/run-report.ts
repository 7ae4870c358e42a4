import type {ClusterIdentity} from './cluster-identity.ts';
import type {OversizedItem} from './sink.ts';
import type {DiscoveryFailure} from './source.ts';
import type {StreamName} from './stream-item.ts';

/**
 * What a run did, whether it succeeded or not: the last log line, the table on a terminal, the file of `--report`.
 * Plain data that survives JSON. Bytes are of JSON text before compression unless said otherwise; times are
 * milliseconds.
 */
export interface RunReport {
  readonly runId: string;
  readonly result: 'success' | 'failure' | 'not-this-time' | 'stopped';
  /** One sentence: why it failed, or why not this time. */
  readonly reason?: string;
  /** Stable code of the error that ended the run. */
  readonly code?: string;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly milliseconds: number;
  readonly cluster: ClusterIdentity;
  /** Contract that was spoken; absent when the run ended before it was known. */
  readonly protocol?: string;
  readonly readings: readonly ReadingReport[];
  readonly streams: readonly StreamReport[];
  readonly discoveryFailures: readonly DiscoveryFailure[];
  readonly oversized: readonly OversizedItem[];
  /** Values taken out before sending, by rule and kind. */
  readonly redactions: readonly RedactionCount[];
  /** Time spent on taking them out. */
  readonly redactionMilliseconds: number;
  readonly warnings: readonly string[];
}

/** One row: all that came of one reading. */
export interface ReadingReport {
  readonly name: string;
  readonly outcome: 'complete' | 'partial' | 'failed';
  /** Items handed to the sink. */
  readonly items: number;
  readonly bytes: number;
  readonly listPages: number;
  readonly listBytes: number;
  readonly milliseconds: number;
  readonly inconsistent: boolean;
  readonly namespaces?: readonly string[];
  /** Stable code and sentence of what went wrong, when anything did. */
  readonly code?: string;
  readonly message?: string;
}

export interface StreamReport {
  readonly stream: StreamName;
  readonly items: number;
  readonly bytes: number;
  /** Requests that were acknowledged, and the bytes of their bodies as sent. */
  readonly requests: number;
  readonly sentBytes: number;
  readonly retries: number;
  /** From the first item of this stream to the last acknowledgement. */
  readonly milliseconds: number;
}

export interface RedactionCount {
  readonly rule: string;
  readonly kind: string;
  readonly values: number;
}
