import {Buffer} from 'node:buffer';

import {readChunks} from './read-chunks.ts';

/**
 * The lines of a file that are not blank, as bytes without their ends. Rejects with the file system's error.
 *
 * @throws {ReplayError} where it is UTF-16.
 */
export async function* readLines(file: string, signal: AbortSignal): AsyncGenerator<Buffer, void, void> {
  let begun: Buffer[] = [];
  for await (const chunk of readChunks(file, signal)) {
    let from = 0;
    for (let end = chunk.indexOf(0x0a); end !== -1; end = chunk.indexOf(0x0a, from)) {
      const line = Buffer.concat([...begun, chunk.subarray(from, end)]);
      begun = [];
      from = end + 1;
      if (!isBlank(line)) yield line;
    }
    begun.push(Buffer.from(chunk.subarray(from)));
  }
  const last = Buffer.concat(begun);
  if (!isBlank(last)) yield last;
}

function isBlank(line: Buffer): boolean {
  return line.every((byte) => byte === 0x20 || byte === 0x0d || byte === 0x09);
}
