import type {Buffer} from 'node:buffer';

import {ReplayError} from './replay-error.ts';

/**
 * The first bytes of a file without the byte order mark that some editors put in front of UTF-8: it is no part of the
 * JSON.
 *
 * @throws {ReplayError} for UTF-16, which `>` writes in Windows PowerShell. JSON begins with two characters of ASCII at
 *   least, so that a zero among the first two bytes tells it where no mark does.
 */
export function asUtf8(path: string, beginning: Buffer): Buffer {
  const [first, second, third] = beginning;
  if (first === 0xef && second === 0xbb && third === 0xbf) return beginning.subarray(3);
  const marked = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  if (marked || first === 0 || second === 0)
    throw new ReplayError(path, 'it is UTF-16; expected UTF-8 (in PowerShell: | Out-File -Encoding utf8)');
  return beginning;
}
