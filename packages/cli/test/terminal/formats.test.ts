import {expect, test} from 'vitest';

import {formatBytes} from '../../src/terminal/format-bytes.ts';
import {formatCount} from '../../src/terminal/format-count.ts';
import {formatDuration} from '../../src/terminal/format-duration.ts';
import {progressText} from '../../src/terminal/progress-text.ts';
import {useColor} from '../../src/terminal/use-color.ts';
import {wrapText} from '../../src/terminal/wrap-text.ts';

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.0 KB'],
  [118_400_000, '118 MB'],
  [2_000_000_000, '2.0 GB'],
])('%d bytes are %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));

test.each([
  [0, '0'],
  [999, '999'],
  [20_200, '20,200'],
  [1_000_000, '1,000,000'],
])('%d is %s', (count, text) => expect(formatCount(count)).toBe(text));

test.each([
  [12.4, '12 ms'],
  [3_456, '3.5 s'],
  [59_999, '1 min 00 s'],
  [245_000, '4 min 05 s'],
])('%d milliseconds are %s', (milliseconds, text) => expect(formatDuration(milliseconds)).toBe(text));

test('progress says how many types, objects, bytes and how fast', () => {
  const progress = {readings: {done: 12, total: 55}, items: 20_200, bytes: 18_400_000, sentBytes: 0};
  expect(progressText(progress, 2000)).toBe('12/55 types · 20,200 objects · 18.4 MB · 9.2 MB/s');
  expect(progressText({...progress, readings: {done: 0, total: 0}}, 0)).toBe(
    'Finding out what there is to read…',
  );
});

test('text is wrapped at spaces; a word longer than the line stays whole', () => {
  expect(wrapText('one two three https://a-long-address.example', 10, '  ')).toEqual([
    '  one two',
    '  three',
    '  https://a-long-address.example',
  ]);
  expect(wrapText('  ', 10)).toEqual([]);
});

test.each([
  [true, {}, true],
  [false, {}, false],
  [true, {NO_COLOR: '1'}, false],
  [true, {NO_COLOR: ''}, true],
  [true, {TERM: 'dumb'}, false],
  [false, {FORCE_COLOR: '1'}, true],
  [false, {FORCE_COLOR: ''}, true],
  [true, {FORCE_COLOR: '0'}, false],
  [true, {FORCE_COLOR: '1', NO_COLOR: '1'}, true],
])('terminal %s with %j: color %s', (isTerminal, environment, color) => {
  expect(useColor(isTerminal, environment)).toBe(color);
});
