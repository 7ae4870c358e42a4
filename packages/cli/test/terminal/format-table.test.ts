import fc from 'fast-check';
import stringWidth from 'string-width';
import {expect, test} from 'vitest';

import {formatTable} from '../../src/terminal/format-table.ts';

const columns = [{title: 'Type', shrinkTo: 6}, {title: 'Objects', align: 'right'}, {title: 'Read'}] as const;

test('aligns text at the left and numbers at the right', () => {
  const rows = [
    ['pods', '1,200', 'complete'],
    ['deployments.apps', '7', 'partial'],
  ];
  expect(formatTable({columns, rows, width: 80})).toEqual([
    'Type              Objects  Read',
    'pods                1,200  complete',
    'deployments.apps        7  partial',
  ]);
});

test('shortens what may be shortened when the terminal is narrow', () => {
  expect(formatTable({columns, rows: [['deployments.apps', '7', 'partial']], width: 30})).toEqual([
    'Type          Objects  Read',
    'deployments…        7  partial',
  ]);
});

test('never passes the width, whatever stands in the cells', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.string({unit: 'grapheme'}), fc.string(), fc.string()), {maxLength: 5}),
      fc.integer({min: 1, max: 60}),
      (rows, width) => {
        const clean = rows.map((row) => row.map((cell) => cell.replaceAll(/\p{Cc}/gu, ' ')));
        for (const line of formatTable({columns, rows: clean, width}))
          expect(stringWidth(line)).toBeLessThanOrEqual(width);
      },
    ),
  );
});

test('one long value makes no other line longer in a pipe, and is whole there', () => {
  const long = 'x'.repeat(1000);
  const rows = [
    ['short', '1', 'complete'],
    [long, '2', 'complete'],
  ];
  expect(formatTable({columns, rows, width: Infinity})).toEqual([
    'Type   Objects  Read',
    'short        1  complete',
    `${long}        2  complete`,
  ]);
});

test('a table may have more rows than a function takes arguments', () => {
  const rows = Array.from({length: 130_000}, () => ['x']);
  expect(formatTable({columns: [{title: 'T'}], rows, width: 80})).toHaveLength(130_001);
});
