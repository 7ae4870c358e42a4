/** The cells of a table: a row a line, with ` | ` between. */
export function rowsOf(table: string): string[][] {
  return Array.from(table.trim().split('\n'), (row) => row.split(' | '));
}
