import {ConnectionFailedError, decodedBody} from '@firefly/http';

import type {OpenResponse} from './open-response.ts';

/** Longer bodies cost more to read to their end than another connection. */
const longestDrainedBytes = 64 * 1024;

/** A body as it arrives, uncompressed; each piece is valid until the next one is asked for. */
export function bodyOf(response: OpenResponse): AsyncIterable<Buffer> {
  return decodedBody(response.header('content-encoding'), pieces(response));
}

/** The same body; reading more than `limit` bytes of it throws a ConnectionFailedError. */
export async function* boundedBody(
  body: AsyncIterable<Buffer>,
  limit: number,
): AsyncGenerator<Buffer, void, void> {
  let bytes = 0;
  for await (const piece of body) {
    bytes += piece.length;
    if (bytes > limit)
      throw new ConnectionFailedError(`its answer is longer than ${limit / 1024 / 1024} MiB`, false);
    yield piece;
  }
}

/** Reads a short body to its end, so that the connection can be used again; a long one costs the connection. */
export async function drain(response: OpenResponse): Promise<void> {
  let bytes = 0;
  try {
    for await (const {length} of pieces(response)) {
      bytes += length;
      if (bytes > longestDrainedBytes) break;
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
