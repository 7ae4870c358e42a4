import {showText} from '@firefly/core';
import stringWidth from 'string-width';

import {cutToWidth} from './cut-to-width.ts';

/** One column of a table. */
export interface TableColumn {
  readonly title: string;
  /** Numbers stand at the right. Default `left`. */
  readonly align?: 'left' | 'right';
  /** May be cut with `…` where the terminal is narrow, down to this width; others never are. */
  readonly shrinkTo?: number;
}

export interface TableOptions {
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly string[])[];
  /** Columns of the terminal; Infinity where there is none. */
  readonly width: number;
}

const gap = 2;
/** Where no terminal limits a table, a longer cell stands as it is, and makes no other line longer. */
const widestAlignedCell = 64;

/**
 * Lines of a table with aligned columns, titles first. Where it is wider than the terminal, the columns that may
 * shrink do, the widest first; what is still too wide is cut at the terminal's edge. Cells without colors only;
 * without credentials, and what would act in place of being seen is written out.
 */
export function formatTable({columns, rows, width}: TableOptions): string[] {
  const all = [columns.map(({title}) => title), ...rows.map((row) => row.map(showText))];
  const widths = columns.map((_, index) => {
    const cells = all.map((row) => stringWidth(row[index] ?? ''));
    return Math.max(0, ...(width === Infinity ? cells.filter((cell) => cell <= widestAlignedCell) : cells));
  });
  shrink(widths, columns, width);
  return all.map((row) => {
    const cells = columns.map(({align}, index) => {
      const room = widths[index] ?? 0;
      const cell = cutToWidth(row[index] ?? '', width === Infinity ? Infinity : room);
      const padding = ' '.repeat(Math.max(0, room - stringWidth(cell)));
      return align === 'right' ? `${padding}${cell}` : `${cell}${padding}`;
    });
    return cutToWidth(cells.join(' '.repeat(gap)).trimEnd(), width);
  });
}

function shrink(widths: number[], columns: readonly TableColumn[], width: number): void {
  let excess = widths.reduce((sum, one) => sum + one + gap, -gap) - width;
  const candidates = columns
    .flatMap(({shrinkTo}, index) => (shrinkTo === undefined ? [] : [{index, shrinkTo}]))
    .sort((one, other) => (widths[other.index] ?? 0) - (widths[one.index] ?? 0));
  for (const {index, shrinkTo} of candidates) {
    if (excess <= 0) return;
    const before = widths[index] ?? 0;
    const after = Math.max(Math.min(shrinkTo, before), before - excess);
    widths[index] = after;
    excess -= before - after;
  }
}
