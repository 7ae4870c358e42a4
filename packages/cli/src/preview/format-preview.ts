import {showJson, showText} from '@firefly/core';

import {countNoun} from '../terminal/count-noun.ts';
import {formatBytes} from '../terminal/format-bytes.ts';
import {formatCount} from '../terminal/format-count.ts';
import {formatTable} from '../terminal/format-table.ts';
import {wrapText} from '../terminal/wrap-text.ts';
import {formatCsv} from './format-csv.ts';
import type {PreviewFormat, PreviewGrouping} from './preview-words.ts';
import type {Preview} from './preview.ts';
import {type PreviewRow, rowsBy, sumOf} from './preview-row.ts';

/** How a summary is to be shown. */
export interface PreviewView {
  readonly by: PreviewGrouping;
  readonly format: PreviewFormat;
  /** Columns of the terminal; Infinity where there is none. */
  readonly width: number;
}

/** The summary of a dry run, most bytes first: for people with the sum, and what it takes for granted, below. */
export function formatPreview(preview: Preview, {by, format, width}: PreviewView): string {
  const rows = rowsBy(preview.cells, (cell) => cell[by]);
  const sum = sumOf(rows, 'Sum');
  switch (format) {
    case 'table':
      return `${[...table(rows, sum, by, width), '', ...notes(preview, sum).flatMap((note) => wrapText(note, width)), ''].join('\n')}\n`;
    case 'csv':
      return formatCsv([
        [by, ...Object.keys(figuresOf(sum))],
        ...rows.map((row) => [row.name, ...Object.values(figuresOf(row))]),
      ]);
    case 'json': {
      const {assumptions, secrets, leftOut, redactable} = preview;
      return showJson(
        {
          assumptions,
          rows: rows.map((row) => ({[by]: row.name, ...figuresOf(row)})),
          sum: figuresOf(sum),
          redactable: Object.fromEntries(redactable ?? []),
          secrets,
          leftOut,
        },
        2,
      );
    }
  }
}

/** Names and numbers of a row, as programs get them. */
function figuresOf({items, bytes, gzipBytes, redacted, redactable, secrets, tooLarge}: PreviewRow) {
  return {items, bytes, gzipBytes: Math.round(gzipBytes), redacted, redactable, secrets, tooLarge};
}

function table(rows: readonly PreviewRow[], sum: PreviewRow, by: PreviewGrouping, width: number): string[] {
  const some = (count: number) => (count === 0 ? '' : formatCount(count));
  return formatTable({
    width,
    columns: [
      {title: by.toUpperCase(), shrinkTo: 10},
      {title: 'OBJECTS', align: 'right'},
      {title: 'JSON', align: 'right'},
      {title: 'GZIP', align: 'right'},
      {title: 'SHARE', align: 'right', goes: 2},
      {title: 'REDACTED', align: 'right'},
      {title: 'REDACTABLE', align: 'right'},
      {title: 'SECRETS', align: 'right'},
      {title: 'LARGE', align: 'right'},
      {title: 'LARGEST', goes: 1},
    ],
    rows: [...rows, sum].map((row) => [
      row.name,
      formatCount(row.items),
      formatBytes(row.bytes),
      formatBytes(Math.round(row.gzipBytes)),
      sum.bytes === 0 ? '' : `${((row.bytes * 100) / sum.bytes).toFixed(1)} %`,
      some(row.redacted),
      some(row.redactable),
      some(row.secrets),
      some(row.tooLarge),
      row === sum || row.items === 0 ? '' : `${formatBytes(row.largest.bytes)} ${row.largest.name}`,
    ]),
  });
}

function notes({assumptions, redactable = new Map(), report}: Preview, {secrets}: PreviewRow): string[] {
  const empty = report.readings.filter(
    ({name, items, outcome}) => name !== 'object trees' && items === 0 && outcome === 'complete',
  ).length;
  const byRule = [...redactable].sort(([, one], [, other]) => other - one);
  const found =
    secrets === 0
      ? 'Nothing in it looks like a secret.'
      : `${countNoun(secrets, 'place')} in it look${secrets === 1 ? 's' : ''} like a secret: firefly-collector scan lists where.`;
  return [
    ...(empty === 0 ? [] : [`${countNoun(empty, 'type')} ha${empty === 1 ? 's' : 've'} no objects.`]),
    ...report.oversized.map(({kind, namespace, name, bytes}) =>
      showText(
        `Too large to be sent: ${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}, ${formatBytes(bytes)}.`,
      ),
    ),
    ...(byRule.length === 0
      ? []
      : [
          `REDACTABLE is what --redact all would take out: ${byRule.map(([rule, values]) => `${showText(rule)} ${formatCount(values)}`).join(', ')}.`,
        ]),
    found,
    ...assumptions,
  ];
}
