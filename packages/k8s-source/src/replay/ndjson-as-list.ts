import type {Buffer} from 'node:buffer';

const encoder = new TextEncoder();
const HEAD = encoder.encode('{"items":[');
const TAIL = encoder.encode(']}');
const COMMA = Uint8Array.of(0x2c);
const NEWLINE = 0x0a;

/**
 * Turns lines of JSON objects into the body of a list, so that the one scanner of lists reads them: line ends between
 * two objects become commas, in place. Blank lines are left out.
 */
export async function* ndjsonAsList(
  chunks: AsyncIterable<Buffer>,
): AsyncGenerator<readonly Uint8Array[], void, void> {
  yield [HEAD];
  let begun = false;
  let isAfterLineEnd = false;
  for await (const chunk of chunks) {
    const pieces: Uint8Array[] = [];
    let from = skipWhite(chunk, 0);
    isAfterLineEnd ||= chunk.subarray(0, from).includes(NEWLINE);
    if (from < chunk.length && begun && isAfterLineEnd) pieces.push(COMMA);
    pieces.push(chunk);
    if (from < chunk.length) begun = true;
    for (let end = chunk.indexOf(NEWLINE, from); from < chunk.length; end = chunk.indexOf(NEWLINE, from)) {
      isAfterLineEnd = end !== -1;
      if (end === -1) break;
      from = skipWhite(chunk, end);
      if (from < chunk.length) chunk[end] = 0x2c;
    }
    yield pieces;
  }
  yield [TAIL];
}

/** The next byte that is no white space, or the chunk's length. */
function skipWhite(chunk: Buffer, start: number): number {
  let at = start;
  while (at < chunk.length && [0x20, 0x09, NEWLINE, 0x0d].includes(chunk[at] ?? 0)) at++;
  return at;
}
