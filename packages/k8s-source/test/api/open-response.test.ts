import type {Dispatcher} from 'undici';
import {describe, expect, test} from 'vitest';

import {openResponse} from '../../src/api/open-response.ts';

const KB = 1024;

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
  const dispatcher = {
    dispatch(_options: unknown, handed: Dispatcher.DispatchHandler) {
      handler = handed;
      handler.onRequestStart?.(given, {});
      return true;
    },
  } as unknown as Dispatcher;
  const opening = openResponse(dispatcher, {method: 'GET', path: '/'}, signal);
  return {
    opening,
    controller,
    head: (status = 200, headers = {}) => handler.onResponseStart?.(given, status, headers, ''),
    data: (...texts: string[]) => {
      for (const text of texts) handler.onResponseData?.(given, Buffer.from(text));
    },
    end: () => handler.onResponseEnd?.(given, {}),
    fail: (error: Error) => handler.onResponseError?.(given, error),
  };
}

const textOf = (pieces: readonly Buffer[] | undefined) => pieces?.map(String);

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

  test('is read as many pieces at a time as have come', async () => {
    const {opening, head, data, end} = exchange();
    head();
    const response = await opening;
    data('a', 'b');
    expect(textOf(await response.read())).toEqual(['a', 'b']);
    const waiting = response.read();
    data('c');
    expect(textOf(await waiting)).toEqual(['c']);
    data('d');
    end();
    expect(textOf(await response.read())).toEqual(['d']);
    expect(await response.read()).toBeUndefined();
    expect(await response.read()).toBeUndefined();
  });

  test('that nobody reads stays with the server from 256 KB on', async () => {
    const {opening, head, data, controller} = exchange();
    head();
    const response = await opening;
    data('x'.repeat(255 * KB));
    expect(controller.paused).toBe(false);
    data('x'.repeat(KB));
    expect(controller.paused).toBe(true);
    await response.read();
    expect(controller.paused).toBe(false);
    data('x'.repeat(255 * KB));
    expect(controller.paused).toBe(false);
  });

  test('that breaks off gives what came, then its error', async () => {
    const {opening, head, data, fail} = exchange();
    head();
    const response = await opening;
    data('a');
    fail(new Error('reset'));
    expect(textOf(await response.read())).toEqual(['a']);
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
