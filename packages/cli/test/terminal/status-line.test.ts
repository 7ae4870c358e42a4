import {expect, test} from 'vitest';

import {createStatusLine} from '../../src/terminal/status-line.ts';
import {CaptureStream} from '../capture-stream.ts';

const erase = '\r\u001B[2K';

test('is redrawn in place', () => {
  const stream = new CaptureStream(80);
  const status = createStatusLine(stream, true);
  status.update('one');
  status.update('two');
  expect(stream.text).toBe(`${erase}one${erase}two`);
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

test('is invisible where there is no terminal', () => {
  const stream = new CaptureStream();
  const status = createStatusLine(stream, false);
  status.update('half way');
  status.print('line\n');
  status.end();
  expect(stream.text).toBe('line\n');
});
