import type {ClusterIdentity} from './cluster-identity.ts';
import type {DiscoveryFailure} from './discovery-failure.ts';
import type {OversizedItem} from './oversized-item.ts';
import type {LeftOutCount, RedactionCount} from './redactions.ts';
import type {NarrowedTo} from './source.ts';
import type {StreamName} from './stream-item.ts';

/**
 * What a run did, whether it succeeded or not: the table on a terminal, the file of `--report`; the last log line has its sums.
 * Plain data that survives JSON. Bytes are of JSON text before compression unless said otherwise; times are
 * milliseconds.
 */
export interface RunReport {
  /** What the sink knows the run by, too. */
  readonly runId: string;
  /** How it ended. */
  readonly result: 'success' | 'failure' | 'not-this-time' | 'stopped';
  /** One sentence: why it failed, or why not this time. */
  readonly reason?: string;
  /** Stable code of the error that ended the run. */
  readonly code?: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** ISO 8601, UTC. */
  readonly endedAt: string;
  /** From the one to the other. */
  readonly milliseconds: number;
  /** Which cluster was read; empty when the run ended before it was known. */
  readonly cluster: ClusterIdentity;
  /** Contract that was spoken; absent when the run ended before it was known. */
  readonly protocol?: string;
  /** Set where only this part of the cluster was to be read. */
  readonly narrowedTo?: NarrowedTo;
  /** One row a reading, in the order in which they ended. */
  readonly readings: readonly ReadingReport[];
  /** One row a stream of which there was an item. */
  readonly streams: readonly StreamReport[];
  /** What could not be found out, one row a group, type or file. */
  readonly discoveryFailures: readonly DiscoveryFailure[];
  /** Items that were left out: too large for the sink's limits, or refused as too large. */
  readonly oversized: readonly OversizedItem[];
  /** Values taken out before sending, by rule and kind. */
  readonly redactions: readonly RedactionCount[];
  /** Items that were left out because they, or who owns them, opted out; absent where there are none. */
  readonly leftOut?: readonly LeftOutCount[];
  /** Time spent on taking them out. */
  readonly redactionMilliseconds: number;
  /** Everything else worth a look, each sentence once. */
  readonly warnings: readonly string[];
}

/** One row: all that came of one reading. */
export interface ReadingReport {
  /** `deployments.apps`, `helm releases`. */
  readonly name: string;
  /** Whether all, some or nothing of it was read. */
  readonly outcome: 'complete' | 'partial' | 'failed';
  /** Items handed to the sink, without those that it refused as too large. */
  readonly items: number;
  /** Of their JSON. */
  readonly bytes: number;
  /** List requests that were answered with objects. */
  readonly listPages: number;
  /** Of the bodies of those answers. */
  readonly listBytes: number;
  /** From the start of the reading to its end, waiting for the sink included. */
  readonly milliseconds: number;
  /** The snapshot expired in mid-list: objects may stem from two moments. */
  readonly inconsistent: boolean;
  /** Set when the cluster-wide list was forbidden: the namespaces that were listed instead. */
  readonly namespaces?: readonly string[];
  /** Stable code of what went wrong, when anything did. */
  readonly code?: string;
  /** The same as a sentence. */
  readonly message?: string;
}

/** One row: all that went out in one stream. */
export interface StreamReport {
  readonly stream: StreamName;
  /** Items that were accepted, once the run is over: without those that were refused as too large. */
  readonly items: number;
  /** Of their JSON. */
  readonly bytes: number;
  /** Requests that were acknowledged. */
  readonly requests: number;
  /** Of their bodies as sent. */
  readonly sentBytes: number;
  /** Attempts beyond the first. */
  readonly retries: number;
  /** From the first item of this stream to the last acknowledgement. */
  readonly milliseconds: number;
}
