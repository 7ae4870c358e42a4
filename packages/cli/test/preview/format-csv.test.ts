import fc from 'fast-check';
import {expect, test} from 'vitest';

import {anyCharacter} from '../../../../scripts/any-character.ts';
import {formatCsv} from '../../src/preview/format-csv.ts';

/** As RFC 4180 reads it. */
function parse(csv: string): string[] {
  const cells = csv.slice(0, -2).matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g);
  const all = [...cells].map(([, cell = '']) =>
    cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell,
  );
  // The pattern matches once more at the very end.
  return csv.at(-3) === ',' || all.length === 1 ? all : all.slice(0, -1);
}

test('what a spreadsheet would calculate is text', () => {
  for (const cell of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1', '|cmd', ' =1', '"=1"'])
    expect(parse(formatCsv([[cell, 1]]))[0]).toMatch(/^['"\\]/);
  expect(formatCsv([['pods', 12, 'a,b', 'a"b']])).toBe('pods,12,"a,b","a""b"\r\n');
});

test('every text is one cell that calculates nothing, on one line', () => {
  fc.assert(
    fc.property(fc.array(fc.string({unit: anyCharacter}), {minLength: 2, maxLength: 5}), (cells) => {
      const csv = formatCsv([cells]);
      expect(csv.slice(0, -2)).not.toMatch(/[\r\n]/);
      const read = parse(csv);
      expect(read).toHaveLength(cells.length);
      for (const cell of read) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
    }),
  );
});
