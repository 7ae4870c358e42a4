import {getEventListeners} from 'node:events';

import fc from 'fast-check';
import {describe, expect, test} from 'vitest';

import {createSemaphore} from '../src/index.ts';

const {signal} = new AbortController();
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('a semaphore', () => {
  test('lets so many in at once, and the others in order', async () => {
    const semaphore = createSemaphore(2);
    const entered: string[] = [];
    const enter = async (name: string) => {
      const leave = await semaphore.acquire(signal);
      entered.push(name);
      return leave;
    };
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(enter);
    await turn();
    expect(entered).toEqual(['a', 'b']);
    (await b!)();
    await turn();
    expect(entered).toEqual(['a', 'b', 'c']);
    (await a!)();
    (await c!)();
    (await d!)();
    expect(entered).toEqual(['a', 'b', 'c', 'd']);
  });

  test('gives a place back once, however often it is told', async () => {
    const semaphore = createSemaphore(1);
    const leave = await semaphore.acquire(signal);
    leave();
    leave();
    await semaphore.acquire(signal);
    let second = false;
    void semaphore.acquire(signal).then(() => (second = true));
    leave();
    await turn();
    expect(second).toBe(false);
  });

  test('lets nobody in whose signal has fired', async () => {
    const semaphore = createSemaphore(1);
    const reason = new Error('stopped');
    await expect(semaphore.acquire(AbortSignal.abort(reason))).rejects.toBe(reason);
    await semaphore.acquire(signal);
  });

  test('forgets who waits when the signal fires, and keeps the order of the others', async () => {
    const semaphore = createSemaphore(1);
    const controller = new AbortController();
    const leave = await semaphore.acquire(signal);
    const entered: string[] = [];
    const reason = new Error('stopped');
    const gone = semaphore.acquire(controller.signal);
    const next = semaphore.acquire(signal).then(() => entered.push('next'));
    controller.abort(reason);
    await expect(gone).rejects.toBe(reason);
    expect(entered).toEqual([]);
    leave();
    await next;
    expect(entered).toEqual(['next']);
  });

  test('takes no notice of a signal that fires when its holder is in', async () => {
    const semaphore = createSemaphore(1);
    const controller = new AbortController();
    const first = await semaphore.acquire(signal);
    const waiting = semaphore.acquire(controller.signal);
    first();
    const second = await waiting;
    controller.abort(new Error('stopped'));
    let third = false;
    const entering = semaphore.acquire(signal).then(() => (third = true));
    await turn();
    expect(third).toBe(false);
    second();
    await entering;
  });

  test('leaves nothing on the signal, however it was waited for', async () => {
    const semaphore = createSemaphore(1);
    const controller = new AbortController();
    const leave = await semaphore.acquire(controller.signal);
    const waiting = semaphore.acquire(controller.signal);
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(1);
    leave();
    await waiting;
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  });

  test.for([0, -1, Number.NaN])('of %d places is refused', (places) => {
    expect(() => createSemaphore(places)).toThrow(RangeError);
  });

  test('never lets in more than its places, in any order of leaving and aborting', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({min: 1, max: 4}),
        fc.array(fc.boolean(), {maxLength: 30}),
        async (places, fates) => {
          const semaphore = createSemaphore(places);
          let inside = 0;
          let most = 0;
          let served = 0;
          const visits = fates.map(async (stays) => {
            const controller = new AbortController();
            const entering = semaphore.acquire(controller.signal);
            if (!stays) controller.abort(new Error('stopped'));
            const leave = await entering.catch(() => undefined);
            if (leave === undefined) return;
            most = Math.max(most, ++inside);
            served++;
            await turn();
            inside--;
            leave();
          });
          await Promise.all(visits);
          expect(most).toBeLessThanOrEqual(places);
          expect(served).toBeGreaterThanOrEqual(fates.filter(Boolean).length);
          // Every place came back.
          await Promise.all(Array.from({length: places}, () => semaphore.acquire(signal)));
        },
      ),
    );
  });
});
