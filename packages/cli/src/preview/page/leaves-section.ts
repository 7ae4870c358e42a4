import {formatBytes} from '../../terminal/format-bytes.ts';
import {formatCount} from '../../terminal/format-count.ts';
import {type PreviewCell, type PreviewRow, rowsBy, sumOf} from '../preview-row.ts';
import {drawTreemap} from './draw-treemap.ts';
import {type Html, markup} from './markup.ts';
import {type PageColumn, pageTable} from './page-table.ts';

/** Rows of the tables that grow with the cluster; what is smaller is one row, so that the page stays below 1 MB. */
const mostNamespaces = 2000;
const mostPairs = 1000;

/** What would leave: drawn, and in tables by type, by namespace and by both. */
export function leavesSection(cells: readonly PreviewCell[]): Html {
  const byType = rowsBy(cells, ({type}) => type);
  const ids = new Map(byType.map(({name}, index) => [name, `type-${index}`]));
  const largest = (rows: readonly PreviewRow[], most: number) =>
    rows.length <= most
      ? rows
      : [
          ...rows.slice(0, most - 1),
          sumOf(rows.slice(most - 1), `${formatCount(rows.length - most + 1)} others`),
        ];
  const table = (
    title: string,
    first: string,
    rows: readonly PreviewRow[],
    idOf?: (row: PreviewRow) => string | undefined,
  ) =>
    pageTable({
      title,
      columns: [{title: first, cell: ({name}: PreviewRow) => name}, ...sumColumns],
      rows,
      none: 'Nothing would leave.',
      ...(idOf === undefined ? {} : {idOf}),
    });
  const swatch = (kind: string) =>
    markup`<svg class="swatch" viewBox="0 0 10 10" aria-hidden="true">
      <rect class="${kind}" width="10" height="10" />
    </svg>`;
  return markup`<p>
      Each rectangle is a type, and in it the namespaces, as large as their JSON; a type leads to its row
      below.
    </p>
    <ul class="legend">
      <li>${swatch('leaf')}objects and Helm releases</li>
      <li>${swatch('found')}something in them still looks like a secret</li>
      <li>${swatch('tree')}object trees, which repeat objects</li>
    </ul>
    ${drawTreemap(cells, (type) => ids.get(type))}
    <h3>By type</h3>
    ${table('By type', 'Type', byType, ({name}) => ids.get(name))}
    <h3>By namespace</h3>
    ${table(
      'By namespace',
      'Namespace',
      largest(
        rowsBy(cells, ({namespace}) => namespace),
        mostNamespaces,
      ),
    )}
    <h3>By type and namespace</h3>
    ${table(
      'By type and namespace',
      'Type, namespace',
      largest(
        rowsBy(cells, ({type, namespace}) => `${type}, ${namespace}`),
        mostPairs,
      ),
    )}`;
}

const sumColumns: readonly PageColumn<PreviewRow>[] = [
  {title: 'Objects', value: ({items}) => items},
  {title: 'JSON', value: ({bytes}) => bytes, cell: ({bytes}) => formatBytes(bytes)},
  {
    title: 'Compressed',
    value: ({gzipBytes}) => gzipBytes,
    cell: ({gzipBytes}) => formatBytes(Math.round(gzipBytes)),
  },
  {title: 'Redacted', value: ({redacted}) => redacted},
  {
    title: 'With redact=all',
    value: ({redactable}) => redactable,
  },
  {title: 'Look like a secret', value: ({secrets}) => secrets},
  {title: 'Too large', value: ({tooLarge}) => tooLarge},
];
