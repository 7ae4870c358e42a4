import {promisify} from 'node:util';
import {gunzip, gzip} from 'node:zlib';

import type {GzipEngine} from './gzip-engine.ts';

const compress = promisify(gzip);
const decompress = promisify(gunzip);

/** What Kubernetes JSON compresses by at level 1, roughly; the real ratio of the last page replaces it. */
const FIRST_GUESS = 8;

/**
 * gzip on Node's thread pool: 330 MB/s on level 1 here, and the main thread stays free.
 *
 * zlib hands its output over in chunks of 16 KB, each a round trip to the main thread, and joins them by copying;
 * a chunk a little larger than the page that is expected makes it one. The chunk's size changes no byte of the output.
 *
 * @param level 1 to 9. Default 1: four times as fast as 6 for a quarter more bytes.
 */
export function createNativeGzip(level = 1): GzipEngine {
  let ratio = FIRST_GUESS;
  return {
    name: 'native',
    async compress(body) {
      const expected = Math.ceil((body.byteLength / ratio) * 1.25) + 1024;
      const compressed = await compress(body, {level, chunkSize: expected});
      ratio = Math.max(1, body.byteLength / compressed.byteLength);
      return compressed;
    },
    decompress: (compressed) => decompress(compressed),
  };
}
