import {expect, test} from 'vitest';

import {type PageBody, spooledBody} from '../../src/list/spooled-body.ts';

const {signal} = new AbortController();
const pieceBytes = 192 * 1024;

/** A server that never waits: what it sent so far, and whether anybody ended it. */
function server(pieces: number, failure?: Error) {
  const told = {sent: 0, ended: Promise.withResolvers<void>(), stopped: false};
  const open = async (until: AbortSignal): Promise<PageBody> =>
    (async function* () {
      until.addEventListener('abort', () => (told.stopped = true));
      const piece = Buffer.alloc(pieceBytes);
      for (let index = 0; index < pieces; index++) {
        piece.fill(index % 251);
        told.sent++;
        yield piece;
      }
      told.ended.resolve();
      if (failure !== undefined) throw failure;
    })();
  return {told, open};
}

test('a body is read to its end before a slow receiver took its second piece, and comes as it was', async () => {
  // Twice what waits in memory, so that the rest goes to a file.
  const {told, open} = server(100);
  const body = spooledBody(open, signal, {memoryBytes: 1024 * 1024});
  const first = await body.next();
  expect(first.value?.[0]).toBe(0);
  await told.ended.promise;
  expect(told.sent).toBe(100);
  let index = 1;
  for await (const piece of body) {
    expect([piece.length, piece[0], piece.at(-1)]).toEqual([pieceBytes, index % 251, index % 251]);
    index++;
  }
  expect(index).toBe(100);
});

test('what breaks off comes as far as it came, and then tells why', async () => {
  const {open} = server(60, new Error('it broke off'));
  const lengths: number[] = [];
  const reading = (async () => {
    for await (const piece of spooledBody(open, signal)) lengths.push(piece.length);
  })();
  await expect(reading).rejects.toThrow('it broke off');
  expect(lengths).toEqual(Array(60).fill(pieceBytes));
});

test('nobody who leaves it waits for the server, which is told', async () => {
  const controller = new AbortController();
  let stopped = false;
  const open = async (until: AbortSignal): Promise<PageBody> =>
    (async function* () {
      yield Buffer.from('first');
      await new Promise<void>((_, reject) => {
        until.addEventListener('abort', () => {
          stopped = true;
          reject(until.reason as Error);
        });
      });
    })();
  const body = spooledBody(open, controller.signal);
  await body.next();
  await body.return();
  expect(stopped).toBe(true);
});
