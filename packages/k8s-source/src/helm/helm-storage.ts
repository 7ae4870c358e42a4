import type {CollectorError} from '@firefly/core';

/** What reading Helm releases asks of the API server, of the objects of one driver: two functions, so that it knows no client. */
export interface HelmStorage {
  /**
   * Lists metadata alone, page by page (`Accept: application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1`).
   * Without `namespace` it lists whatever namespaces the run collects. What an item's `metadata` is
   * nobody has checked. Throws only when aborted, or when the credentials are refused.
   */
  listMetadata(
    query: MetadataQuery,
    signal: AbortSignal,
  ): AsyncGenerator<readonly unknown[], MetadataListOutcome, void>;
  /** Gets one object whole, as JSON. Rejects only when aborted, or when the credentials are refused. */
  getObject(reference: HelmObjectReference, signal: AbortSignal): Promise<ObjectOutcome>;
}

/** Which of the stored objects to list. */
export interface MetadataQuery {
  readonly namespace?: string;
  readonly labelSelector: string;
  readonly fieldSelector?: string;
}

/** One stored object. */
export interface HelmObjectReference {
  readonly namespace: string;
  readonly name: string;
}

interface ListFacts {
  readonly listPages: number;
  readonly listBytes: number;
  readonly inconsistent?: boolean;
  /** Set when namespaces were listed one by one: those that were listed to their end. */
  readonly namespaces?: readonly string[];
}

/** How a list of metadata ended. */
export type MetadataListOutcome =
  | ({readonly kind: 'complete'} & ListFacts)
  /** Broke off, or some namespaces only. */
  | ({readonly kind: 'partial'; readonly error: CollectorError} & ListFacts)
  /** 403, and no namespace that may be listed. */
  | ({readonly kind: 'forbidden'} & ListFacts)
  | ({readonly kind: 'failed'; readonly error: CollectorError} & ListFacts);

/** What came of one GET. */
export type ObjectOutcome =
  | {readonly kind: 'found'; readonly bytes: Uint8Array}
  | {readonly kind: 'not-found'}
  | {readonly kind: 'forbidden'}
  | {readonly kind: 'failed'; readonly error: CollectorError};
