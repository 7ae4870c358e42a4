import type {ResourceTypeRecord, RunReport, StreamName} from '@firefly/core';

/** What items of one sort are called: a type's name, or the stream's own. */
export interface ItemSort {
  /** `pods`, `deployments.apps`, `helm-releases`, `object-trees`: also the name of its file. */
  readonly name: string;
  readonly stream: StreamName;
  /** Of objects. */
  readonly kind?: string;
}

/** Takes items apart by sort: for files, for sums. Calls come one after another. */
export interface ItemWriter {
  open?(): Promise<void>;
  /** @param items JSON texts of this sort, valid until it resolves. */
  write(sort: ItemSort, items: readonly Uint8Array[]): Promise<void>;
  /** Everything was written. */
  commit(report: RunReport, resourceTypes: readonly ResourceTypeRecord[]): Promise<void>;
  /** The run failed; never throws. */
  abort?(report: RunReport): Promise<void>;
}
