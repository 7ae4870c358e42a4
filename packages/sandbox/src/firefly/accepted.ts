import type {StreamName} from '@firefly/core';

/** A page that was answered 204, once however often it was sent. */
export interface AcceptedPage {
  /** 1 for the first accepted page of the server. */
  readonly number: number;
  readonly contract: 'objects' | 'fetching';
  readonly stream: StreamName;
  readonly clusterId: string;
  /** Run id of the `Idempotency-Key`, or the fetching id. */
  readonly runId: string;
  readonly idempotencyKey: string | undefined;
  readonly itemCount: number;
  /** Items by kind; of trees their roots; releases all count as `HelmRelease`. */
  readonly kinds: Readonly<Record<string, number>>;
  /** Bytes of the uncompressed body, of the items' own JSON in it, and of the body as sent. */
  readonly rawBytes: number;
  readonly itemBytes: number;
  readonly sentBytes: number;
  readonly compressed: boolean;
  /** Times that it was sent again after it had been accepted, and answered 204 again. */
  readonly duplicates: number;
  /** The uncompressed body and each item's bytes in it; without the contract's wrapper. Only with `keep: 'memory'`. */
  readonly body: Buffer | undefined;
  readonly items: readonly Buffer[] | undefined;
  /** Where the uncompressed body was written. Only with a folder. */
  readonly file: string | undefined;
}

export interface AcceptedTotals {
  readonly pages: number;
  readonly items: number;
  readonly rawBytes: number;
  readonly itemBytes: number;
  readonly sentBytes: number;
  readonly uncompressedPages: number;
}

/** Everything that the embedded Firefly accepted, in order. */
export interface Accepted {
  readonly pages: readonly AcceptedPage[];
  /** Pages that came again after they had been accepted: kept once. */
  readonly duplicates: number;
  /** Items per kind of one stream, sorted by kind. */
  counts(stream: StreamName): Readonly<Record<string, number>>;
  totals(stream: StreamName): AcceptedTotals;
  /** Bytes of each item of a stream, exactly as sent. Throws unless pages are kept in memory. */
  items(stream: StreamName): readonly Buffer[];
  /** Bytes of the object with this `metadata.uid`. Throws unless pages are kept in memory. */
  object(uid: string): Buffer | undefined;
  /** Every accepted object by its uid, the last one where a uid came twice. Throws unless kept in memory. */
  objectsByUid(): ReadonlyMap<string, Buffer>;
  /** Bytes of the `k8sTypes` array of the latest page of releases; undefined before one came. */
  readonly resourceTypes: Buffer | undefined;
  /** The latest accepted metadata of a fetching, parsed. */
  readonly metadata: Readonly<Record<string, unknown>> | undefined;
}
