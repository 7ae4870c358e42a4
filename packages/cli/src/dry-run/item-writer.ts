import type {ResourceTypeRecord, RunReport} from '@firefly/core';

import type {ItemGroup} from './item-group.ts';

/** Takes items apart by group: for files, for sums. Calls come one after another. */
export interface ItemWriter {
  /** @param signal Ends what waits. */
  open?(signal: AbortSignal): Promise<void>;
  /**
   * @param items JSON texts of this group, valid until it resolves.
   * @param body The same with commas between them.
   */
  write(group: ItemGroup, items: readonly Uint8Array[], body: Uint8Array): Promise<void>;
  /** Everything was written. */
  commit(report: RunReport, resourceTypes: readonly ResourceTypeRecord[]): Promise<void>;
  /** The run failed; never throws. */
  abort?(report: RunReport): Promise<void>;
}
