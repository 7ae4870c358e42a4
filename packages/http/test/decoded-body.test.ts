import {randomBytes} from 'node:crypto';
import {brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync} from 'node:zlib';

import {describe, expect, test} from 'vitest';

import {decodedBody} from '../src/index.ts';

const text = JSON.stringify({error: 'cluster my-cluster is not of this account'.repeat(50)});

/** Gives bytes a few at a time, from one buffer that is written over, as slabs are. */
async function* pieces(bytes: Buffer, size = 7): AsyncGenerator<Buffer, void, void> {
  const slab = Buffer.alloc(size);
  for (let start = 0; start < bytes.length; start += size) {
    const length = bytes.copy(slab, 0, start, start + size);
    yield slab.subarray(0, length);
  }
}

async function read(body: AsyncIterable<Buffer>): Promise<string> {
  let all = '';
  for await (const piece of body) all += piece.toString('latin1');
  return all;
}

describe('a body', () => {
  test.each([
    ['gzip', gzipSync(text)],
    ['x-gzip', gzipSync(text)],
    ['GZIP', gzipSync(text)],
    ['br', brotliCompressSync(text)],
    ['zstd', zstdCompressSync(text)],
    ['deflate', deflateSync(text)],
    ['deflate', deflateRawSync(text)],
    ['deflate, gzip', gzipSync(deflateSync(text))],
    [' identity , gzip ,', gzipSync(text)],
  ])('is decoded from %s', async (coding, bytes) => {
    expect(await read(decodedBody(coding, pieces(bytes)))).toBe(text);
  });

  test.each([undefined, '', 'identity'])('without a coding is handed on as it is: %j', (coding) => {
    const body = pieces(Buffer.from(text));
    expect(decodedBody(coding, body)).toBe(body);
  });

  test('of nothing is nothing, whatever it says', async () => {
    expect(await read(decodedBody('gzip', pieces(Buffer.alloc(0))))).toBe('');
  });

  test.each([
    ['that broke off', 'gzip', gzipSync(text).subarray(0, -9), 'Z_BUF_ERROR'],
    ['that is damaged', 'gzip', Buffer.from('no gzip at all'), 'Z_DATA_ERROR'],
    ['in a coding that nobody knows', 'compress', Buffer.from('x'), 'HTTP_CONNECTION_FAILED'],
    ['in a name of Object', 'constructor', Buffer.from('x'), 'HTTP_CONNECTION_FAILED'],
    ['in more codings than make sense', 'gzip,gzip,gzip,gzip', Buffer.from('x'), 'HTTP_CONNECTION_FAILED'],
  ])('%s is an error of its reader', async (_, coding, bytes, code) => {
    await expect(read(decodedBody(coding, pieces(bytes)))).rejects.toMatchObject({code});
  });

  test('is inflated no further than it is read, and given back', async () => {
    const bomb = gzipSync(randomBytes(4 * 1024 * 1024), {level: 0});
    let given = 0;
    let isReturned = false;
    async function* source(): AsyncGenerator<Buffer, void, void> {
      try {
        for await (const piece of pieces(bomb, 1024)) {
          given += piece.length;
          yield piece;
        }
      } finally {
        isReturned = true;
      }
    }
    for await (const piece of decodedBody('gzip', source())) if (piece.length > 0) break;
    await new Promise(setImmediate);
    expect(given).toBeLessThan(bomb.length / 4);
    expect(isReturned).toBe(true);
  });
});
