import {readFile} from 'node:fs/promises';

import {asUtf8} from './as-utf8.ts';
import {ReplayError} from './replay-error.ts';

/**
 * What a file of JSON holds; `absent` where there is no such file.
 *
 * @throws {ReplayError} where it cannot be read, or is no JSON.
 */
export async function readJson<T>(path: string, absent: T): Promise<T> {
  try {
    return JSON.parse(asUtf8(path, await readFile(path)).toString('utf8')) as T;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return absent;
    throw ReplayError.of(path, error);
  }
}
