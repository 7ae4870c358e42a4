import {pipeline, Readable} from 'node:stream';
import {createGunzip} from 'node:zlib';

import type {OpenResponse} from './open-response.ts';

/** Longer bodies cost more to read to their end than another connection. */
const LONGEST_DRAINED_BYTES = 64 * 1024;

/** A body as it arrives, uncompressed; each piece is valid until the next one is asked for. */
export async function* decodedBody(response: OpenResponse): AsyncGenerator<Buffer, void, void> {
  if (response.header('content-encoding') !== 'gzip') {
    yield* pieces(response);
    return;
  }
  // Not `compose`: what gunzip says of a body that ends early is then an uncaught exception.
  const inflated = pipeline(Readable.from(copies(response)), createGunzip(), () => {
    // Whoever reads sees the error, too.
  });
  for await (const piece of inflated) yield piece as Buffer;
}

/** Reads a short body to its end, so that the connection can be used again; a long one costs the connection. */
export async function drain(response: OpenResponse): Promise<void> {
  let bytes = 0;
  try {
    for await (const {length} of pieces(response)) {
      bytes += length;
      if (bytes > LONGEST_DRAINED_BYTES) break;
    }
  } catch {
    // Then it cannot: the next request opens another.
  } finally {
    response.discard();
  }
}

async function* pieces(response: OpenResponse): AsyncGenerator<Buffer, void, void> {
  for (let piece = await response.read(); piece !== undefined; piece = await response.read()) yield piece;
}

/** For a stream, which holds some of them. */
async function* copies(response: OpenResponse): AsyncGenerator<Buffer, void, void> {
  for await (const piece of pieces(response)) yield Buffer.from(piece);
}
