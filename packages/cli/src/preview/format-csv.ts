import {showText} from '@firefly/core';

/**
 * Rows as CSV (RFC 4180) that a spreadsheet may open: what it would take for a formula begins with an apostrophe, which
 * makes it text, and no character acts in place of being seen.
 */
export function formatCsv(rows: readonly (readonly (string | number)[])[]): string {
  return rows.map((row) => `${row.map(cellText).join(',')}\r\n`).join('');
}

function cellText(cell: string | number): string {
  if (typeof cell === 'number') return String(cell);
  const shown = showText(cell);
  const text = /^[\s=+\-@|%＝＋－＠]/u.test(shown) ? `'${shown}` : shown;
  return /[",\r\n']/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
