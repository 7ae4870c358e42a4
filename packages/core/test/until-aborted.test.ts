import {expect, test} from 'vitest';

import {untilAborted} from '../src/index.ts';

const reason = new Error('stopped by the test');

test('gives what the promise gives', async () => {
  const {signal} = new AbortController();
  expect(await untilAborted(Promise.resolve(1), signal)).toBe(1);
  await expect(untilAborted(Promise.reject(reason), signal)).rejects.toBe(reason);
});

test('ends with the signal, and leaves the work alone', async () => {
  const controller = new AbortController();
  const {promise, resolve} = Promise.withResolvers<number>();
  const waiting = untilAborted(promise, controller.signal);
  controller.abort(reason);
  await expect(waiting).rejects.toBe(reason);
  resolve(1);
  expect(await promise).toBe(1);
});

test('listens to a promise that is rejected after the end: nobody else may', async () => {
  // An unhandled rejection fails the test run.
  const {promise, reject} = Promise.withResolvers<never>();
  await expect(untilAborted(promise, AbortSignal.abort(reason))).rejects.toBe(reason);
  reject(new Error('too late'));
  await new Promise((resolve) => setImmediate(resolve));
});
