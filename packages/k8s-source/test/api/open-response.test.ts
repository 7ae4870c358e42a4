import {superviseRequests} from '@firefly/http';
import type {Dispatcher} from 'undici';
import {describe, expect, test} from 'vitest';

import {openResponse} from '../../src/api/open-response.ts';

const kilobyte = 1024;

/** A request whose answer the test writes itself. */
function exchange(signal = new AbortController().signal) {
  const controller = {
    paused: false,
    abortedWith: undefined as Error | undefined,
    pause: () => (controller.paused = true),
    resume: () => (controller.paused = false),
    abort: (reason: Error) => (controller.abortedWith = reason),
  };
  const given = controller as unknown as Dispatcher.DispatchController;
  let handler: Dispatcher.DispatchHandler = {};
  const dispatch: Dispatcher['dispatch'] = (_options, handed) => {
    handler = handed;
    handler.onRequestStart?.(given, {});
    return true;
  };
  const dispatcher = {dispatch: superviseRequests(dispatch)} as unknown as Dispatcher;
  const opening = openResponse(dispatcher, {method: 'GET', path: '/', signal});
  return {
    opening,
    controller,
    head: (status = 200, headers = {}) => handler.onResponseStart?.(given, status, headers, ''),
    give: (piece: Buffer) => handler.onResponseData?.(given, piece),
    data: (...texts: string[]) => {
      for (const text of texts) handler.onResponseData?.(given, Buffer.from(text));
    },
    end: () => handler.onResponseEnd?.(given, {}),
    fail: (error: Error) => handler.onResponseError?.(given, error),
  };
}

describe('an answer', () => {
  test('is open once its head has come, whatever was announced before', async () => {
    const {opening, head} = exchange();
    let isOpen = false;
    void opening.then(() => (isOpen = true));
    head(103, {link: 'x'});
    await new Promise(setImmediate);
    expect(isOpen).toBe(false);
    head(200, {'content-type': 'application/json', 'set-cookie': ['a', 'b']});
    const response = await opening;
    expect(response.statusCode).toBe(200);
    expect(response.header('Content-Type')).toBe('application/json');
    expect(response.header('set-cookie')).toBe('a');
    expect(response.header('link')).toBeUndefined();
  });

  test('is read at once when it begins, then as much at a time as is worth it, and the rest at the end', async () => {
    const {opening, head, data, end} = exchange();
    head();
    const response = await opening;
    const beginning = response.read();
    data('a', 'b');
    expect(String(await beginning)).toBe('ab');
    let isRead = false;
    const waiting = response.read().finally(() => (isRead = true));
    data('c'.repeat(124 * kilobyte));
    await new Promise(setImmediate);
    expect(isRead).toBe(false);
    data('d'.repeat(4 * kilobyte));
    expect(String(await waiting)).toBe('c'.repeat(124 * kilobyte) + 'd'.repeat(4 * kilobyte));
    const last = response.read();
    data('e');
    end();
    expect(String(await last)).toBe('e');
    expect(await response.read()).toBeUndefined();
    expect(await response.read()).toBeUndefined();
  });

  test('keeps what was read until the next reading, whatever arrives, and what was sent in one piece whole', async () => {
    const {opening, head, data} = exchange();
    head();
    const response = await opening;
    data('a'.repeat(100));
    const first = await response.read();
    data('b'.repeat(190 * kilobyte), 'c'.repeat(500 * kilobyte));
    expect(String(first)).toBe('a'.repeat(100));
    expect(String(await response.read())).toBe('b'.repeat(190 * kilobyte) + 'c'.repeat(500 * kilobyte));
  });

  test('is copied: the memory that it came in is not kept', async () => {
    const {opening, head, give} = exchange();
    head();
    const response = await opening;
    const piece = Buffer.from('abc');
    give(piece);
    piece.fill('x');
    expect(String(await response.read())).toBe('abc');
  });

  test('that nobody reads stays with the server from 192 KB on', async () => {
    const {opening, head, data, controller} = exchange();
    head();
    const response = await opening;
    data('x'.repeat(191 * kilobyte));
    expect(controller.paused).toBe(false);
    data('x'.repeat(kilobyte));
    expect(controller.paused).toBe(true);
    await response.read();
    expect(controller.paused).toBe(false);
    data('x'.repeat(191 * kilobyte));
    expect(controller.paused).toBe(false);
  });

  test('that breaks off gives what came, then its error', async () => {
    const {opening, head, data, fail} = exchange();
    head();
    const response = await opening;
    data('a');
    fail(new Error('reset'));
    expect(String(await response.read())).toBe('a');
    await expect(response.read()).rejects.toThrow('reset');
  });

  test('that never comes rejects', async () => {
    const {opening, fail} = exchange();
    fail(new Error('refused'));
    await expect(opening).rejects.toThrow('refused');
  });

  test('that is discarded closes its connection, unless it was read to its end', async () => {
    const first = exchange();
    first.head();
    (await first.opening).discard();
    expect(first.controller.abortedWith).toBeInstanceOf(Error);
    const second = exchange();
    second.head();
    second.end();
    (await second.opening).discard();
    expect(second.controller.abortedWith).toBeUndefined();
  });
});

describe('an abort', () => {
  const reason = new Error('stopped by the test');

  test('before the request asks for nothing', async () => {
    const {opening, controller} = exchange(AbortSignal.abort(reason));
    await expect(opening).rejects.toBe(reason);
    expect(controller.abortedWith).toBeUndefined();
  });

  test('ends the request, and counts for what arrived but was not read', async () => {
    const stop = new AbortController();
    const {opening, head, data, controller} = exchange(stop.signal);
    head();
    const response = await opening;
    data('a');
    stop.abort(reason);
    expect(controller.abortedWith).toBe(reason);
    await expect(response.read()).rejects.toBe(reason);
  });

  test('after the end is none of its business', async () => {
    const stop = new AbortController();
    const {opening, head, end, controller} = exchange(stop.signal);
    head();
    await opening;
    end();
    stop.abort(reason);
    expect(controller.abortedWith).toBeUndefined();
  });
});
