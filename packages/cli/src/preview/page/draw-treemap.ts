import {hierarchy, treemap, treemapSquarify} from 'd3-hierarchy';

import {countNoun} from '../../terminal/count-noun.ts';
import {formatBytes} from '../../terminal/format-bytes.ts';
import {rowsBy, type PreviewCell, type PreviewRow, sumOf} from '../preview-row.ts';
import {type Html, markup} from './markup.ts';

/** Width and height of the drawing, in its own units; it is as wide as the page. */
const [width, height] = [1000, 560];
/** Types and, within each, namespaces that are drawn apart; the smallest share one rectangle. */
const mostTypes = 40;
const mostNamespaces = 40;
/** Part of all bytes below which nothing is drawn apart: it would be a line. */
const leastShare = 1 / 800;
/** Of an average letter of a namespace's name, and of a type's. */
const letterWidths = {name: 6.9, type: 8.3} as const;

interface Node {
  readonly row: PreviewRow;
  readonly isTree: boolean;
  readonly children?: readonly Node[];
}

/**
 * A treemap as SVG: a rectangle for each type, in it one for each namespace, as large as their JSON. A type is a link to
 * its row of the table, which `idOf` names, so that a keyboard reaches it and a screen reader says its figures.
 */
export function drawTreemap(cells: readonly PreviewCell[], idOf: (type: string) => string | undefined): Html {
  const all = sumOf(cells, 'all');
  if (all.bytes === 0) return markup`<p>There is nothing to be drawn.</p>`;
  const byType = Map.groupBy(cells, ({type}) => type);
  const rows = rowsBy(cells, ({type}) => type);
  const types = merged(rows, all.bytes, mostTypes, 'types').map((row): Node => {
    const own = byType.get(row.name) ?? [];
    const namespaces = rowsBy(own, ({namespace}) => namespace);
    return {
      row,
      isTree: own[0]?.stream === 'k8sTrees',
      children: merged(namespaces, all.bytes, mostNamespaces, 'namespaces').map((one) => ({
        row: one,
        isTree: false,
      })),
    };
  });
  const root = hierarchy<Node>({row: all, isTree: false, children: types})
    .sum(({row, children}) => (children === undefined || children.length === 0 ? row.bytes : 0))
    .sort((one, other) => (other.value ?? 0) - (one.value ?? 0));
  const placed = treemap<Node>()
    .size([width, height])
    .tile(treemapSquarify)
    .paddingTop((node) => (node.depth === 1 && hasRoom(node) ? 18 : 0))
    .paddingInner((node) => (node.depth === 0 ? 3 : 1))
    .round(true)(root);
  return markup`<svg class="map" viewBox="0 0 ${width} ${height}" role="group" aria-labelledby="map-title">
    <title id="map-title">What would be sent, by type and namespace, as large as its JSON</title>
    ${(placed.children ?? []).map((node) => typeBlock(node, all.bytes, idOf(node.data.row.name)))}
  </svg>`;
}

type Placed = ReturnType<ReturnType<typeof treemap<Node>>>;

/** Whether a title and what is within can be seen. */
function hasRoom({x0, y0, x1, y1}: Pick<Placed, 'x0' | 'y0' | 'x1' | 'y1'>): boolean {
  return x1 - x0 > 70 && y1 - y0 > 44;
}

function typeBlock(node: Placed, bytes: number, id: string | undefined): Html {
  const {x0, y0, x1, y1} = node;
  const {row, isTree} = node.data;
  const share = `${((row.bytes * 100) / bytes).toFixed(1)} %`;
  const found = row.secrets === 0 ? '' : `, ${countNoun(row.secrets, 'place')} that look like a secret`;
  const says = `${row.name}: ${formatBytes(row.bytes)}, ${share}, ${countNoun(row.items, 'item')}${found}`;
  const kind = ({secrets}: PreviewRow) => (isTree ? 'tree' : secrets > 0 ? 'found' : 'leaf');
  const label = (words: string) => text(node, words, 'type');
  const isOpen = hasRoom(node);
  const frame = markup`<title>${says}</title>${box(node, isOpen ? 'type' : kind(row))}`;
  const link =
    id === undefined ? markup`<g>${frame}</g>` : markup`<a href="#${id}" aria-label="${says}">${frame}</a>`;
  if (!isOpen) return markup`${link}${x1 - x0 > 40 && y1 - y0 > 16 ? label(row.name) : undefined}`;
  return markup`${link}${label(`${row.name} ${share}`)}${(node.children ?? []).map((leaf) => rectangle(leaf, kind(leaf.data.row)))}`;
}

function rectangle(node: Placed, kind: string): Html {
  const {row} = node.data;
  const isRoom = node.x1 - node.x0 > 46 && node.y1 - node.y0 > 16;
  return markup`<g aria-hidden="true"><title>${row.name}: ${formatBytes(row.bytes)}</title>${box(node, kind)}</g>${isRoom ? text(node, row.name, 'name') : undefined}`;
}

function box({x0, y0, x1, y1}: Placed, kind: string): Html {
  return markup`<rect class="${kind}" x="${x0}" y="${y0}" width="${x1 - x0}" height="${y1 - y0}"/>`;
}

function text({x0, x1, y0}: Placed, words: string, kind: keyof typeof letterWidths): Html {
  const most = Math.floor((x1 - x0 - 8) / letterWidths[kind]);
  const fitted = words.length <= most ? words : `${words.slice(0, Math.max(0, most - 1)).toWellFormed()}…`;
  return markup`<text aria-hidden="true" class="${kind}" x="${x0 + 4}" y="${y0 + 13}">${fitted}</text>`;
}

/** The largest as they are, the others as one. */
function merged(rows: readonly PreviewRow[], bytes: number, most: number, noun: string): PreviewRow[] {
  const shown = rows.slice(0, most).filter((row) => row.bytes / bytes >= leastShare);
  const rest = rows.slice(shown.length);
  if (rest.length === 0) return shown;
  return [
    ...shown,
    rest.length === 1 ? (rest[0] as PreviewRow) : sumOf(rest, `${rest.length} other ${noun}`),
  ];
}
