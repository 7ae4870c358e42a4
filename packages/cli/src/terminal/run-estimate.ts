import {resourceTypeName, type RunProgress} from '@firefly/core';
import {type SourceProgress} from '@firefly/k8s-source';

/** How much of a run is done, as far as lists have said what is left of them. */
export interface RunEstimate {
  /** Takes note of a page. */
  listed(progress: SourceProgress): void;
  /** Between 0 and 0.99; it never goes back. */
  share(progress: RunProgress): number;
  /** Whether all lists are read, and what follows is made of them: object trees. */
  isRead(progress: RunProgress): boolean;
}

/**
 * An estimate from the objects that were read and those that are left (`remainingItemCount`); a type whose list has not
 * begun counts as much as the others on the average. Where no list says anything, from the types.
 */
export function createRunEstimate(): RunEstimate {
  const types = new Map<string, {readonly items: number; readonly all: number}>();
  /** Of all types that have begun: what was read, and what there is. */
  let read = 0;
  let known = 0;
  let best = 0;
  let planned = 0;
  return {
    isRead({readings: {done, total}}) {
      // What is made of the lists adds to the readings once they have ended.
      if (planned === 0) planned = total;
      return planned > 0 && done >= planned;
    },
    listed({type, items, remaining = 0}) {
      const name = resourceTypeName(type);
      const before = types.get(name) ?? {items: 0, all: 0};
      types.set(name, {items, all: items + remaining});
      read += items - before.items;
      known += items + remaining - before.all;
    },
    share({readings: {done, total}}) {
      if (total === 0) return 0;
      const begun = types.size;
      const expected = begun === 0 ? 0 : known + (Math.max(0, total - Math.max(begun, done)) * known) / begun;
      best = Math.max(best, Math.min(0.99, expected === 0 ? done / total : read / expected));
      return best;
    },
  };
}
