/** The cells of a table: a row a line, with ` | ` between. */
export function rowsOf(table: string): string[][] {
  const rows = table.trim().split('\n');
  return rows.map((row) => row.split(' | '));
}
