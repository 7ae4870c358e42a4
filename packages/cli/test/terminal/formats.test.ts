import {expect, test} from 'vitest';

import {formatBytes} from '../../src/terminal/format-bytes.ts';
import {formatCount} from '../../src/terminal/format-count.ts';
import {formatDuration} from '../../src/terminal/format-duration.ts';
import {canRedraw} from '../../src/terminal/can-redraw.ts';
import {createRunEstimate} from '../../src/terminal/run-estimate.ts';
import {CaptureStream} from '../capture-stream.ts';
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

test('progress says what share is done, what was read and sent, and the time that passed and is left', () => {
  const progress = {readings: {done: 12, total: 55}, items: 20_200, bytes: 18_400_000, sentBytes: 0};
  const facts = {milliseconds: 30_000, share: 0.25, isRead: false, columns: 120};
  expect(progressText(progress, {...facts, milliseconds: 2000, share: 0.258})).toBe(
    '25 % · 2 s · 12/55 types · 20,200 items · read 18.4 MB',
  );
  const sent = {...progress, sentBytes: 1_800_000};
  expect(progressText(sent, facts)).toBe(
    '25 % · 30 s, 1 min 30 s left · 12/55 types · 20,200 items · read 18.4 MB · sent 1.8 MB',
  );
  expect(progressText(sent, {...facts, columns: 80})).toBe(
    '25 % · 30 s, 1 min 30 s left · 20,200 items · read 18.4 MB · sent 1.8 MB',
  );
  expect(progressText(sent, {...facts, columns: 40})).toBe(
    '25 % · 30 s, 1 min 30 s left · read 18.4 MB · sent 1.8 MB',
  );
  expect(progressText(sent, {...facts, isRead: true, columns: 80})).toBe(
    '25 % · 30 s · 12/55 types · 20,200 items · read 18.4 MB · sent 1.8 MB',
  );
  expect(progressText({...progress, readings: {done: 0, total: 0}}, facts)).toBe(
    'Finding out what there is to read…',
  );
});

test('the share comes from what lists say is left, counts types that have not begun, and never goes back', () => {
  const type = (resource: string) => ({group: '', version: 'v1', kind: 'X', resource, namespaced: true});
  const page = (resource: string, items: number, remaining?: number) => ({
    type: type(resource),
    namespace: undefined,
    pages: 1,
    items,
    bytes: 0,
    ...(remaining === undefined ? {} : {remaining}),
  });
  const progress = (done: number, total: number) => ({
    readings: {done, total},
    items: 0,
    bytes: 0,
    sentBytes: 0,
  });
  const estimate = createRunEstimate();
  expect(estimate.share(progress(0, 0))).toBe(0);
  expect(estimate.share(progress(1, 10))).toBe(0.1);
  estimate.listed(page('pods', 500, 500));
  expect(estimate.share(progress(0, 2))).toBe(0.25);
  estimate.listed(page('events', 500, 99_500));
  expect(estimate.share(progress(0, 2))).toBe(0.25);
  estimate.listed(page('pods', 1000));
  estimate.listed(page('events', 80_000, 20_000));
  expect(estimate.share(progress(1, 2))).toBeCloseTo(81_000 / 101_000);
  estimate.listed(page('events', 100_000));
  expect(estimate.share(progress(2, 2))).toBe(0.99);
});

test('a type that is read one namespace after the other counts once, with what its namespaces had', () => {
  const estimate = createRunEstimate();
  const page = (namespace: string, items: number, remaining: number) => ({
    type: {group: '', version: 'v1', kind: 'Pod', resource: 'pods', namespaced: true},
    namespace,
    pages: 1,
    items,
    bytes: 0,
    remaining,
  });
  const progress = {readings: {done: 0, total: 1}, items: 0, bytes: 0, sentBytes: 0};
  estimate.listed(page('shop', 10, 0));
  // What a page tells is what came of the type so far.
  estimate.listed(page('ci', 20, 20));
  expect(estimate.share(progress)).toBe(0.5);
});

test('once all planned lists are read, what follows is no list', () => {
  const at = (done: number, total: number) => ({readings: {done, total}, items: 0, bytes: 0, sentBytes: 0});
  const estimate = createRunEstimate();
  expect([at(0, 0), at(0, 3), at(2, 3), at(3, 4), at(4, 4)].map((one) => estimate.isRead(one))).toEqual([
    false,
    false,
    false,
    true,
    true,
  ]);
});

test('nothing is redrawn on a dumb terminal, behind a pipe, or where a document is on the same screen', () => {
  const draws = (given: {
    TERM?: string;
    isPiped?: boolean;
    isTTY?: boolean;
    dryRun?: boolean;
    outputDir?: string;
  }) => {
    const {TERM = 'xterm', isPiped = false, isTTY = true, dryRun = false, outputDir} = given;
    const stdout = new CaptureStream(isTTY ? 80 : undefined);
    return canRedraw({environment: {TERM}, stdout, isPiped}, {dryRun, outputDir});
  };
  expect(draws({})).toBe(true);
  expect(draws({TERM: 'dumb'})).toBe(false);
  expect(draws({isPiped: true, isTTY: false})).toBe(false);
  expect(draws({dryRun: true})).toBe(false);
  expect(draws({dryRun: true, isTTY: false})).toBe(true);
  expect(draws({dryRun: true, outputDir: 'x'})).toBe(true);
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
