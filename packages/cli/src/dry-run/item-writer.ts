import type {ResourceTypeRecord, RunReport, StreamName} from '@firefly/core';

/** What the items of one group are called: a type's name, or the stream's own. The same object for all of a run. */
export interface ItemGroup {
  /** `pods`, `deployments.apps`, `helm-releases`, `object-trees`. Of objects, a server's word. */
  readonly name: string;
  readonly stream: StreamName;
  /** Of objects. */
  readonly kind?: string;
}

/** Takes items apart by group: for files, for sums. Calls come one after another. */
export interface ItemWriter {
  open?(): Promise<void>;
  /** @param items JSON texts of this group, valid until it resolves. */
  write(group: ItemGroup, items: readonly Uint8Array[]): Promise<void>;
  /** Everything was written. */
  commit(report: RunReport, resourceTypes: readonly ResourceTypeRecord[]): Promise<void>;
  /** The run failed; never throws. */
  abort?(report: RunReport): Promise<void>;
}
