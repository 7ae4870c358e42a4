import type {StreamName} from '@firefly/core';

const sumNames = ['items', 'bytes', 'gzipBytes', 'redacted', 'redactable', 'secrets', 'tooLarge'] as const;

/**
 * What adds up: items, bytes of their JSON and of what it is compressed to; values that the rules in force take out, and
 * that all rules would; places that still look like a secret; items that are too large to be sent.
 */
export type PreviewSums = Record<(typeof sumNames)[number], number>;

/** What a run would send of one type in one namespace. */
export interface PreviewCell extends PreviewSums {
  readonly stream: StreamName;
  /** `pods`, `deployments.apps`, `helm-releases`, `object-trees`. Of objects, a server's word. */
  readonly type: string;
  readonly kind: string;
  readonly namespace: string;
  /** With the name that a person would look it up by. */
  largest: {readonly bytes: number; readonly name: string};
}

/** Cells that have something in common, added up. */
export interface PreviewRow extends PreviewSums {
  readonly name: string;
  largest: PreviewCell['largest'];
}

/** What stands for the namespace of objects that lie in none: no name of one has a parenthesis. */
export const noNamespace = '(none)';

const none = {bytes: 0, name: ''};

/** Sums of nothing. */
export function emptySums(): PreviewSums & Pick<PreviewRow, 'largest'> {
  const sums = Object.fromEntries(sumNames.map((name) => [name, 0])) as PreviewSums;
  return {...sums, largest: none};
}

/** One row for each word that the cells have here, most bytes first. */
export function rowsBy(cells: readonly PreviewCell[], by: (cell: PreviewCell) => string): PreviewRow[] {
  const rows = [...Map.groupBy(cells, by)].map(([name, these]) => sumOf(these, name));
  return rows.sort((one, other) => other.bytes - one.bytes || (one.name < other.name ? -1 : 1));
}

/** All cells as one row. */
export function sumOf(cells: readonly (PreviewCell | PreviewRow)[], name: string): PreviewRow {
  const sum = {...emptySums(), name};
  for (const cell of cells) {
    for (const of of sumNames) sum[of] += cell[of];
    if (cell.largest.bytes > sum.largest.bytes) sum.largest = cell.largest;
  }
  return sum;
}
