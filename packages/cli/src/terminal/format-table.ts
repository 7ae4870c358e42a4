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
  /** Leaves where the terminal is too narrow for all, before anything is cut; the one with the lowest number first. */
  readonly goes?: number;
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
 * Lines of a table with aligned columns, titles first. A column without anything in it takes no room. Where the table is
 * wider than the terminal, columns that may go do, then those that may shrink do, the widest first; what is still too
 * wide is cut at the terminal's edge. Cells without colors only; without credentials, and what would act in place of
 * being seen is written out.
 */
export function formatTable({columns, rows, width}: TableOptions): string[] {
  const shown = rows.map((row) => row.map(showText));
  let kept = columns
    .map((column, index) => {
      const cells = [column.title, ...shown.map((row) => row[index] ?? '')];
      return {column, cells, room: roomOf(cells, width)};
    })
    .filter(({cells}) => cells.length === 1 || cells.some((cell, row) => row > 0 && cell !== ''));
  for (const going of kept.filter(({column}) => column.goes !== undefined).sort(byTurn)) {
    if (widthOf(kept) <= width) break;
    kept = kept.filter((one) => one !== going);
  }
  shrink(kept, width);
  return [columns, ...rows].map((_, row) => {
    const cells = kept.map(({column: {align}, cells: all, room}) => {
      const cell = cutToWidth(all[row] ?? '', width === Infinity ? Infinity : room);
      const padding = ' '.repeat(Math.max(0, room - stringWidth(cell)));
      return align === 'right' ? `${padding}${cell}` : `${cell}${padding}`;
    });
    return cutToWidth(cells.join(' '.repeat(gap)).trimEnd(), width);
  });
}

interface Column {
  readonly column: TableColumn;
  /** Its title first. */
  readonly cells: readonly string[];
  room: number;
}

function roomOf(cells: readonly string[], width: number): number {
  const widths = cells.map((cell) => stringWidth(cell));
  const aligned = width === Infinity ? widths.filter((one) => one <= widestAlignedCell) : widths;
  // There may be more rows than a function takes arguments.
  return aligned.reduce((widest, one) => Math.max(widest, one), 0);
}

function byTurn(one: Column, other: Column): number {
  return (one.column.goes ?? 0) - (other.column.goes ?? 0);
}

function widthOf(columns: readonly Column[]): number {
  return columns.reduce((sum, {room}) => sum + room + gap, -gap);
}

function shrink(columns: readonly Column[], width: number): void {
  for (const one of columns.toSorted((a, b) => b.room - a.room)) {
    const {shrinkTo} = one.column;
    const excess = widthOf(columns) - width;
    if (shrinkTo !== undefined && excess > 0)
      one.room = Math.max(Math.min(shrinkTo, one.room), one.room - excess);
  }
}
