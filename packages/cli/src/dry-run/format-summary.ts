import {type RunReport, showText} from '@firefly/core';

import {formatBytes} from '../terminal/format-bytes.ts';
import {formatCount} from '../terminal/format-count.ts';
import {formatTable} from '../terminal/format-table.ts';

/** What one type comes to. */
export interface SummaryRow {
  readonly name: string;
  readonly items: number;
  /** JSON text. */
  readonly bytes: number;
  readonly compressedBytes: number;
  readonly largest: {readonly bytes: number; readonly name: string};
  /** Values taken out. */
  readonly redactions: number;
  /** Objects too large to be sent. */
  readonly oversized: number;
}

/** The table of `-dry-run --summary`: most bytes first, the sum last; what was empty or too large below. */
export function formatSummary(rows: readonly SummaryRow[], report: RunReport, width: number): string {
  const sum = (of: (row: SummaryRow) => number) => rows.reduce((total, row) => total + of(row), 0);
  const bytes = sum((row) => row.bytes);
  const share = (part: number) => (bytes === 0 ? '' : `${((part * 100) / bytes).toFixed(1)} %`);
  const cells = (row: SummaryRow, largest: string) => [
    row.name,
    formatCount(row.items),
    formatBytes(row.bytes),
    formatBytes(row.compressedBytes),
    share(row.bytes),
    formatCount(row.redactions),
    formatCount(row.oversized),
    largest,
  ];
  const all: SummaryRow = {
    name: 'Sum',
    items: sum(({items}) => items),
    bytes,
    compressedBytes: sum(({compressedBytes}) => compressedBytes),
    largest: {bytes: 0, name: ''},
    redactions: report.redactions.reduce((total, {values}) => total + values, 0),
    oversized: report.oversized.length,
  };
  const lines = formatTable({
    width,
    columns: [
      {title: 'TYPE', shrinkTo: 16},
      {title: 'OBJECTS', align: 'right'},
      {title: 'JSON', align: 'right'},
      {title: 'GZIP', align: 'right'},
      {title: 'SHARE', align: 'right'},
      {title: 'REDACTED', align: 'right'},
      {title: 'OVERSIZED', align: 'right'},
      {title: 'LARGEST', shrinkTo: 12},
    ],
    rows: [
      ...rows
        .toSorted((one, other) => other.bytes - one.bytes)
        .map((row) => cells(row, `${formatBytes(row.largest.bytes)} ${row.largest.name}`)),
      cells(all, ''),
    ],
  });
  const empty = report.readings.filter(({items, outcome}) => items === 0 && outcome === 'complete').length;
  const noun = empty === 1 ? 'type has' : 'types have';
  const tail = empty === 0 ? [] : ['', `${formatCount(empty)} ${noun} no objects.`];
  const large = report.oversized.map(({kind, namespace, name, bytes: size}) =>
    showText(
      `Too large to be sent: ${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}, ${formatBytes(size)}.`,
    ),
  );
  return `${[...lines, ...tail, ...large].join('\n')}\n`;
}
