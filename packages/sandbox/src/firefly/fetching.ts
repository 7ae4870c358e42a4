import type {AcceptedPage} from './accepted.ts';
import type {Delivery} from './delivery.ts';

/** One session of the contract `fetching`, from its handshake on. */
export interface Fetching {
  readonly fetchingId: string;
  readonly integrationId: string;
  readonly clusterId: string;
  readonly clusterUniqueId: string;
  readonly sendTrees: boolean;
  /** Pages that are under way now. */
  readonly pagesInFlight: number;
  /** Whether the LOCK was accepted. */
  readonly locked: boolean;
  /** The accepted metadata; undefined before it came. */
  readonly metadata: Readonly<Record<string, unknown>> | undefined;
  /** Pages that failed and items of pages that were too large, which did not come again. */
  readonly delivery: Pick<Delivery, 'failedPages' | 'missingItems'>;
}

/** Something that may come only once, unless its answer was lost. */
export interface OnceReceived {
  readonly digest: string;
  acknowledged: boolean;
}

/** A fetching as the contract changes it. */
export interface OpenFetching extends Fetching {
  readonly delivery: Delivery;
  readonly overridesClusterId: boolean;
  readonly pages: Map<string, OnceReceived & {readonly page: AcceptedPage}>;
  /** Whether the handshake's answer went out. */
  acknowledged: boolean;
  pagesInFlight: number;
  locked: boolean;
  lock: OnceReceived | undefined;
  metadata: Readonly<Record<string, unknown>> | undefined;
  metadataReceipt: OnceReceived | undefined;
}
