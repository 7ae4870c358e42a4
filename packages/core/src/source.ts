import type {ClusterIdentity} from './cluster-identity.ts';
import type {DiscoveryFailure} from './discovery-failure.ts';
import type {CollectorError} from './error.ts';
import type {ResourceType} from './resource-type.ts';
import type {ResourceTypeRecord} from './resource-type-record.ts';
import type {OversizedItem} from './oversized-item.ts';
import type {StreamItem, StreamName} from './stream-item.ts';

/** Where objects come from: a cluster, a folder, memory. */
export interface Source {
  /** Connects and finds out which cluster this is. Throws when the source cannot be reached at all. */
  open(context: SourceContext): Promise<SourceSession>;
}

/** What a run gives to the source that it opens. */
export interface SourceContext {
  /** Ends everything that the session does; what waits rejects with the signal's reason. */
  readonly signal: AbortSignal;
  /** Tells whoever watches the run, and its report, what a person should know of the source; a sentence. */
  readonly warn?: (message: string) => void;
}

/** `open → plan → read … → close`. */
export interface SourceSession {
  /** Which cluster this is, as far as it can be known. */
  readonly cluster: ClusterIdentity;
  /** Finds out what there is to read for the streams that the sink wants. Partial truth is in `failures`. */
  plan(streams: ReadonlySet<StreamName>): Promise<Plan>;
  /** Frees connections. Never throws; may be called once, at any time. */
  close(): Promise<void>;
}

/** What there is to read, and what could not be found out. */
export interface Plan {
  /** What to read, one entry a resource type or other origin; the pipeline runs several at once. */
  readonly readings: readonly Reading[];
  /** Every resource of every group and version that was discovered, selected or not. */
  readonly resourceTypes: readonly ResourceTypeRecord[];
  /** What could not be found out, one row a group, type or file. */
  readonly failures: readonly DiscoveryFailure[];
  /** Set where the source was told to read a part of the cluster only. */
  readonly narrowedTo?: NarrowedTo;
}

/** The part of a cluster that is read. */
export interface NarrowedTo {
  /** Of these namespaces alone. Absent: of all. */
  readonly namespaces?: readonly string[];
  /** The labels by which they were chosen. */
  readonly namespaceSelector?: string;
  /** Whether objects that lie in no namespace are read, too. */
  readonly clusterScoped: boolean;
  /** Of these types, what the labels and fields select alone. */
  readonly selectors?: Readonly<
    Record<string, {readonly labelSelector?: string; readonly fieldSelector?: string}>
  >;
}

/** One origin of items, usually all objects of one resource type. */
export interface Reading {
  /** As a person names it: `deployments.apps`, `helm releases`. */
  readonly name: string;
  /** The type of its objects; absent where it reads something else. */
  readonly type?: ResourceType;
  /** Nobody asked for it by name and its API is known to be dead: failing is expected of it. Default false. */
  readonly optional?: boolean;
  /**
   * Reads it once, in batches. Items of a batch are valid until the next batch is asked for.
   * Expected failures (forbidden, gone, malformed) are the generator's return value; an abort throws, and so does what
   * no other reading could succeed after: it ends the run.
   */
  read(signal: AbortSignal): AsyncGenerator<readonly StreamItem[], ReadingOutcome, void>;
}

/** How a reading ended. Counts of items are the pipeline's; a reading says what only it can know. */
export type ReadingOutcome = ReadingDone | ReadingPartial | ReadingFailed;

/** What every reading knows at its end. */
export interface ReadingFacts {
  /** List requests that were answered with objects. */
  readonly listPages: number;
  /** Bytes of their bodies. */
  readonly listBytes: number;
  /** The snapshot expired in mid-list: objects may stem from two moments. */
  readonly inconsistent?: boolean;
  /** Set when the cluster-wide list was forbidden and these namespaces were listed one by one. */
  readonly namespaces?: readonly string[];
  /** Items that the source itself left out, since the receiver would not take them: known to be too large before they were read whole. */
  readonly oversized?: readonly OversizedItem[];
  /** What to tell the reader of the report beside the outcome. */
  readonly warnings?: readonly string[];
}

/** All of it was read. */
export interface ReadingDone extends ReadingFacts {
  readonly kind: 'complete';
}

/** Some of it was read: some namespaces only, or the list broke off in the middle. */
export interface ReadingPartial extends ReadingFacts {
  readonly kind: 'partial';
  readonly error: CollectorError;
}

/** Nothing of it could be read. */
export interface ReadingFailed extends ReadingFacts {
  readonly kind: 'failed';
  readonly error: CollectorError;
}
