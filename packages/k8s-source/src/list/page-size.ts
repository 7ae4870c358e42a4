/** Chooses `limit` for the next page of a list from what the last one weighed. */
export interface PageSize {
  /** Objects to ask for. */
  readonly limit: number;
  /** Tells what a page came to. */
  record(page: {readonly items: number; readonly bytes: number}): void;
  /** Tells that a page did not come through: the next ones are half as large, and grow again only step by step. */
  shrink(): void;
}

/** Pages heavier than this make the API server hold too much at once. */
const fatPageBytes = 8_000_000;
/** Pages lighter than this are mostly overhead. */
const smallPageBytes = 2_000_000;
const targetBytes = 4_000_000;
const fewestObjects = 10;
/** Whole pages in a row before pages may be twice as large again, after one that did not come through. */
const pagesOfTrust = 4;

/**
 * Starts at `limit` objects; fat pages make the next ones smaller, small ones larger, up to `growth` times `limit`.
 */
export function createPageSize(limit: number, growth = 4): PageSize {
  let current = limit;
  let most = limit * growth;
  let whole = 0;
  return {
    get limit() {
      return current;
    },
    record({items, bytes}) {
      if (++whole % pagesOfTrust === 0) most = Math.min(most * 2, limit * growth);
      // A last page that is not full tells nothing about what a full one would weigh.
      if (items === 0 || (bytes <= fatPageBytes && bytes >= smallPageBytes)) return;
      if (bytes < smallPageBytes && items < current) return;
      const fitting = Math.floor(targetBytes / (bytes / items));
      const smallest = Math.min(limit, fewestObjects, most);
      current = Math.max(smallest, Math.min(most, fitting, current * 2));
    },
    shrink() {
      current = most = Math.max(1, Math.floor(current / 2));
      whole = 0;
    },
  };
}
