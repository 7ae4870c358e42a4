import {formatCount} from '../../terminal/format-count.ts';
import {type Html, markup} from './markup.ts';

/** One column of a table of the page. */
export interface PageColumn<Row> {
  readonly title: string;
  /** Sorted by this, and shown at the right. */
  readonly value?: (row: Row) => number;
  /** Default: the value with commas; nothing for 0. */
  readonly cell?: (row: Row) => string | Html;
}

/** A table as the page has them. */
export interface PageTable<Row> {
  /** What a screen reader calls it. */
  readonly title: string;
  /** The first one's cells are the rows' titles; one without anything in it takes no room. */
  readonly columns: readonly PageColumn<Row>[];
  readonly rows: readonly Row[];
  /** Where links to a row lead. */
  readonly idOf?: (row: Row) => string | undefined;
  /** What is said where there is no row. */
  readonly none: string;
}

/** More rows than this are for a screen: on paper the first of them stand. */
const mostOnPaper = 60;
/** Fewer need no filter. */
const fewestToFilter = 8;

/** A table that scrolls by itself, which the page's script lets people sort and filter. */
export function pageTable<Row>({title, columns, rows, idOf, none}: PageTable<Row>): Html {
  if (rows.length === 0) return markup`<p>${none}</p>`;
  const shown = columns.filter(
    ({value}, index) => index === 0 || value === undefined || rows.some((row) => value(row) !== 0),
  );
  const tools = rows.length < fewestToFilter ? undefined : markup` data-tools="${title.toLowerCase()}"`;
  const isLong = rows.length > mostOnPaper;
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="Table: ${title}"><table${tools}><thead><tr>${shown.map((column) => head(column))}</tr></thead><tbody${isLong ? markup` class="long"` : undefined}>
${rows.map(
  (row) =>
    markup`<tr${anchor(idOf?.(row))}>${shown.map((column, index) => cell(column, row, index === 0))}</tr>
`,
)}</tbody></table></div>${isLong ? markup`<p class="paper">The first ${mostOnPaper} of ${rows.length} rows; the page on a screen has all.</p>` : undefined}
`;
}

function head<Row>({title, value}: PageColumn<Row>): Html {
  return markup`<th scope="col"${value === undefined ? undefined : markup` class="n"`}>${title}</th>`;
}

function anchor(id: string | undefined): Html | undefined {
  return id === undefined ? undefined : markup` id="${id}"`;
}

function cell<Row>({value, cell: shownAs}: PageColumn<Row>, row: Row, isTitle: boolean): Html {
  const number = value?.(row);
  const shown = number === 0 ? '' : (shownAs?.(row) ?? (number === undefined ? '' : formatCount(number)));
  if (isTitle) return markup`<th scope="row">${shown}</th>`;
  if (number === undefined) return markup`<td>${shown}</td>`;
  const sorted =
    number === 0 || shown === String(number) ? undefined : markup` data-value="${Math.round(number)}"`;
  return markup`<td class="n"${sorted}>${shown}</td>`;
}
