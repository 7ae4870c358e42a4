import {afterEach, beforeEach, expect, test, vi} from 'vitest';

import {createStatusLine} from '../../src/terminal/status-line.ts';
import {CaptureStream} from '../capture-stream.ts';

const erase = '\r\u001B[2K';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('is redrawn in place, at most ten times a second, and the last text always', () => {
  const stream = new CaptureStream(80);
  const status = createStatusLine(stream, true);
  for (let count = 0; count < 1000; count++) {
    status.update(`step ${count}`);
    vi.advanceTimersByTime(1);
  }
  vi.advanceTimersByTime(100);
  const drawn = stream.text.split(erase).slice(1);
  expect(drawn[0]).toBe('step 0');
  expect(drawn.at(-1)).toBe('step 999');
  expect(drawn.length).toBeGreaterThan(8);
  expect(drawn.length).toBeLessThanOrEqual(12);
});

test('makes way for what is printed', () => {
  const stream = new CaptureStream(80);
  const status = createStatusLine(stream, true);
  status.print('before\n');
  status.update('half way');
  status.print('line\n');
  status.end();
  status.update('late');
  status.print('after\n');
  expect(stream.text).toBe(`before\n${erase}half way${erase}line\nhalf way${erase}after\n`);
});

test('never wraps: it is cut one short of the width', () => {
  const stream = new CaptureStream(10);
  createStatusLine(stream, true).update('0123456789');
  expect(stream.text).toBe(`${erase}01234567…`);
});

test('leaves no timer behind', () => {
  const status = createStatusLine(new CaptureStream(80), true);
  status.update('one');
  status.update('two');
  status.end();
  expect(vi.getTimerCount()).toBe(0);
});

test('is invisible where there is no terminal', () => {
  const stream = new CaptureStream();
  const status = createStatusLine(stream, false);
  status.update('half way');
  status.print('line\n');
  status.end();
  expect(stream.text).toBe('line\n');
});
