import type {ClusterIdentity} from './cluster-identity.ts';
import type {OversizedItem} from './oversized-item.ts';
import type {Page, PageFormat} from './page.ts';
import type {ResourceTypeRecord} from './resource-type-record.ts';
import type {RunReport} from './run-report.ts';
import type {StreamName} from './stream-item.ts';

/** Where items go: Firefly, standard output, memory. */
export interface Sink {
  /**
   * Login and handshake. May answer "not this time", which ends the run successfully with nothing collected.
   * Throws when the receiver cannot be reached or refuses.
   */
  open(context: SinkContext): Promise<SinkOpening>;
}

/** What a run gives to the sink that it opens. */
export interface SinkContext {
  /** Identifies this run; part of what the wire carries, so letters, digits and dashes. */
  readonly runId: string;
  /** When the run began. */
  readonly startedAt: Date;
  /** Which cluster the objects will be of, as far as the source knows. */
  readonly cluster: ClusterIdentity;
  /** Ends everything that the session does, `abort` and `commit` excepted: those have a bounded time of their own. */
  readonly signal: AbortSignal;
}

/** A session; or that the receiver wants nothing now, which ends the run and is no failure. */
export type SinkOpening =
  | {readonly kind: 'ready'; readonly session: SinkSession}
  | {
      readonly kind: 'not-this-time';
      /** Stable, for programs: `too-early`, `suspended`. The report has it as `code`. */
      readonly reason: string;
      /** The same as a sentence. The report has it as `reason`. */
      readonly message: string;
      /** Which contract the receiver spoke. */
      readonly protocol: string;
    };

/** `open → announce → write … write → commit | abort`. */
export interface SinkSession {
  /** Which contract was agreed on: for the log and the report. */
  readonly protocol: string;
  /** The streams that this receiver takes; nothing else is collected. */
  readonly streams: ReadonlySet<StreamName>;
  /**
   * Whether the receiver uses pages once they are committed, or as they arrive: a run that fails can then withhold
   * nothing. Default `on-commit`.
   */
  readonly takesEffect?: 'on-commit' | 'on-arrival';
  /** Whether each page of objects is to hold those of one type alone, and to name it. Default false. */
  readonly pagesByType?: boolean;
  /** What pages and items may weigh, and how many pages may be under way. */
  readonly limits: SinkLimits;
  /** How pages of this stream are framed: asked once, before the first of them. */
  format(stream: StreamName): PageFormat;
  /** Told once, after discovery and before the first write. */
  announce(inventory: {readonly resourceTypes: readonly ResourceTypeRecord[]}): void;
  /**
   * Delivers one page and resolves once the receiver acknowledged it. Calls `page.release()` as soon as it needs the
   * body no more. Rejects when the page cannot be delivered; the run then fails. Rejects soon when the signal fires:
   * the run waits for every page under way before it aborts.
   */
  write(page: Page): Promise<WriteReceipt>;
  /**
   * Everything was written and acknowledged: the receiver may use the data. Rejects when that cannot be told; the run
   * then fails, and `abort` is called as after any failure.
   */
  commit(report: RunReport): Promise<void>;
  /** The run failed or was stopped; called once, when no page is under way. Tells the receiver where the contract can; never throws. */
  abort(report: RunReport): Promise<void>;
}

/** What a receiver takes, in bytes of JSON before compression. */
export interface SinkLimits {
  /** A page is closed once its items' JSON passes this many bytes. */
  readonly pageBytes: number;
  /** An item whose JSON is larger than this is not sent but reported. */
  readonly itemBytes: number;
  /** Pages of one stream that may be under way at once. */
  readonly pagesInFlight: Readonly<Record<StreamName, number>>;
}

/** What became of one page that was acknowledged. */
export interface WriteReceipt {
  /** Requests that the receiver acknowledged: 1, or more where a page had to be split. */
  readonly requests: number;
  /** Bytes of their bodies as sent. */
  readonly sentBytes: number;
  /** Attempts beyond the first. */
  readonly retries: number;
  /** Items that the receiver refused as too large, alone: they count as accepted nowhere. */
  readonly oversized: readonly OversizedPageItem[];
  /** What to tell the reader of the report: a page that went out uncompressed, say. */
  readonly warnings?: readonly string[];
}

/** An item of a page that was left out because of its size. */
export interface OversizedPageItem extends OversizedItem {
  /** Its place in the page, from 0. */
  readonly index: number;
}
