import {describe, expect, test} from 'vitest';

import {drainPages, readPages} from './drain-pages.ts';
import {createFakePages, pod} from './fake-pages.ts';

const objects = () => ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => pod(name));
const reason = new Error('stopped by the test');

/** Waits for good, or until the signal says otherwise. */
async function forever(signal: AbortSignal): Promise<void> {
  await new Promise<never>((_, reject) => {
    signal.throwIfAborted();
    signal.addEventListener('abort', () => reject(signal.reason as Error), {once: true});
  });
}

describe('an abort', () => {
  test('before the first page asks for nothing', async () => {
    const server = createFakePages({objects});
    expect(await drainPages(readPages({...server, signal: AbortSignal.abort(reason)}))).toMatchObject({
      error: reason,
    });
    expect(server.queries).toEqual([]);
  });

  test.each([
    ['while the first page is asked for', {answers: 0}],
    ['while the next page is asked for', {answers: 1}],
    ['in the middle of the first page', {request: 0, chunk: 2}],
    ['in the middle of the second page', {request: 1, chunk: 2}],
  ])(
    '%s ends the list with its reason',
    async (_, where: {answers?: number; request?: number; chunk?: number}) => {
      const controller = new AbortController();
      const stop = async (signal: AbortSignal) => {
        setImmediate(() => controller.abort(reason));
        await forever(signal);
      };
      const server = createFakePages({
        objects,
        chunkBytes: 50,
        beforeAnswer: async (request, signal) => {
          if (request === where.answers) await stop(signal);
        },
        beforeChunk: async (request, chunk, signal) => {
          if (request === where.request && chunk === where.chunk) await stop(signal);
        },
      });
      expect(await drainPages(readPages({...server, signal: controller.signal}))).toMatchObject({
        error: reason,
      });
      expect(server.openBodies).toBe(0);
    },
  );

  test('while it waits to try again ends the list with its reason', async () => {
    const controller = new AbortController();
    const server = createFakePages({objects, faults: [{kind: 'cut', after: 0.1}]});
    const clock = {
      now: () => 0,
      async sleep(_milliseconds: number, signal: AbortSignal) {
        setImmediate(() => controller.abort(reason));
        await forever(signal);
      },
    };
    expect(await drainPages(readPages({...server, clock, signal: controller.signal}))).toMatchObject({
      error: reason,
    });
    expect(server.queries).toHaveLength(1);
  });

  test('counts for more than what it makes fail', async () => {
    const controller = new AbortController();
    const server = createFakePages({
      objects,
      faults: [{kind: 'forbidden'}],
      beforeAnswer: async () => controller.abort(reason),
    });
    const openPage: typeof server.openPage = async (query) =>
      server.openPage(query, new AbortController().signal);
    expect(await drainPages(readPages({openPage, signal: controller.signal}))).toMatchObject({error: reason});
  });

  test('between two batches ends the list with its reason', async () => {
    const controller = new AbortController();
    const server = createFakePages({objects, chunkBytes: 50});
    const {pages} = readPages({...server, signal: controller.signal});
    await pages.next();
    controller.abort(reason);
    await expect(pages.next()).rejects.toBe(reason);
    expect(server.openBodies).toBe(0);
  });
});

describe('leaving a list in the middle', () => {
  test('gives back the page under way and the one asked for ahead', async () => {
    const server = createFakePages({objects, chunkBytes: 50});
    const {pages} = readPages(server);
    await pages.next();
    await new Promise(setImmediate);
    expect(server.openBodies).toBe(2);
    await pages.return();
    expect(server.openBodies).toBe(0);
  });

  test('does not wait for a page that was asked for ahead and does not come', async () => {
    const server = createFakePages({
      objects,
      chunkBytes: 50,
      beforeAnswer: async (request, signal) => {
        if (request > 0) await forever(signal);
      },
    });
    const {pages} = readPages(server);
    await pages.next();
    expect(server.queries).toHaveLength(2);
    await pages.return();
    expect(server.openBodies).toBe(0);
  });

  test('before it began asks for nothing', async () => {
    const server = createFakePages({objects});
    await readPages(server).pages.return();
    expect(server.queries).toEqual([]);
  });

  test('leaves no one waiting for a page ahead that fails', async () => {
    const server = createFakePages({objects, chunkBytes: 50, faults: [{kind: 'none'}, {kind: 'forbidden'}]});
    const {pages} = readPages(server);
    await pages.next();
    await new Promise(setImmediate);
    await expect(pages.return()).resolves.toEqual({done: true, value: undefined});
    expect(server.openBodies).toBe(0);
  });
});
