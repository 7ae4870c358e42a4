import type {RunReport} from '@firefly/core';
import type {SelectionReason} from '@firefly/k8s-source';

import type {PreviewCell} from './preview-row.ts';

/** What a run would send, by type and namespace: the one model of the table, of what programs get, and of the page. */
export interface Preview {
  readonly cells: readonly PreviewCell[];
  /** Values that all rules would take out, by rule; absent where those in force are all. */
  readonly redactable?: ReadonlyMap<string, number>;
  readonly secrets: readonly SecretPlaces[];
  /** Types that are not collected, and why. */
  readonly leftOut: readonly {readonly type: string; readonly reason: SelectionReason}[];
  /** What the figures take for granted, each a sentence. */
  readonly assumptions: readonly string[];
  readonly report: RunReport;
}

/** How many places of one kind still look like a secret. */
export interface SecretPlaces {
  readonly type: string;
  /** No word in it is an object's own. */
  readonly pattern: string;
  readonly detector: string;
  places: number;
}
