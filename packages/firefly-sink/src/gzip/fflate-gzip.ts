import type {GzipOptions} from 'fflate';

import type {GzipEngine} from './gzip-engine.ts';

type Level = NonNullable<GzipOptions['level']>;

/** Only when it is needed: the tables that it makes as it is loaded take 10 ms. */
const loadFflate = async () => import('fflate');

/**
 * gzip in plain JavaScript, on the main thread: for runtimes without zlib, and when the native engine fails.
 *
 * Measured on a page of 1.2 MB of pods: 20 ms in one go; fflate's own workers take 90 ms of CPU, since each call
 * starts a thread and copies the page there and back. Level 6 takes as long as level 1 and makes a quarter less.
 *
 * @param level 1 to 9. Default 6.
 */
export function createFflateGzip(level = 6): GzipEngine {
  return {
    name: 'fflate',
    // Without `mtime` the header would carry the time of day, and a page would not be the same bytes twice.
    async compress(body) {
      const {gzipSync} = await loadFflate();
      const bytes = gzipSync(body, {level: level as Level, mtime: 0});
      return {bytes, release: () => {}};
    },
    decompress: async (compressed) => (await loadFflate()).gunzipSync(compressed),
  };
}
