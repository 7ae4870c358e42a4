import type {Buffer} from 'node:buffer';
import {createReadStream} from 'node:fs';

import {asUtf8} from './as-utf8.ts';

/**
 * The bytes of a file, a byte order mark left out. Rejects with the file system's error.
 *
 * @throws {ReplayError} where it is UTF-16.
 */
export async function* readChunks(path: string, signal: AbortSignal): AsyncGenerator<Buffer, void, void> {
  const stream = createReadStream(path, {highWaterMark: 256 * 1024, signal}) as AsyncIterable<Buffer>;
  let begun = false;
  for await (const chunk of stream) {
    yield begun ? chunk : asUtf8(path, chunk);
    begun = true;
  }
}
