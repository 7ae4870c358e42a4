import {RequestRefusal} from './request-refusal.ts';

const quoteByte = 0x22;
const backslashByte = 0x5c;

/** Index of the first byte at or after `at` that is not JSON white space. */
export function skipWhiteSpace(bytes: Uint8Array, at: number): number {
  let index = at;
  for (;;) {
    const byte = bytes[index];
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return index;
    index++;
  }
}

/** Index just past the string whose opening quote stands at `at`. */
export function skipJsonString(bytes: Uint8Array, at: number): number {
  return skipStringRest(bytes, at + 1);
}

/**
 * Index just past the JSON value that starts at `at`. It counts the braces or brackets of its own kind outside of
 * strings and checks nothing else, at about 1 GB/s: the text is valid JSON or is parsed elsewhere.
 */
export function skipJsonValue(bytes: Uint8Array, at: number): number {
  switch (bytes[at]) {
    case quoteByte:
      return skipJsonString(bytes, at);
    case 0x7b:
      return skipNested(bytes, at, 0x7b);
    case 0x5b:
      return skipNested(bytes, at, 0x5b);
    default:
      return skipScalar(bytes, at);
  }
}

function skipNested(bytes: Uint8Array, at: number, open: number): number {
  const close = open + 2;
  let depth = 0;
  let index = at;
  for (;;) {
    const byte = bytes[index++];
    if (byte === quoteByte) index = skipStringRest(bytes, index);
    else if (byte === open) depth++;
    else if (byte === close) {
      if (--depth === 0) return index;
    } else if (byte === undefined) throw unfinished();
  }
}

/** Index past the closing quote of the string whose text starts at `start`. Unrolled: here a receiver's time goes. */
function skipStringRest(bytes: Uint8Array, start: number): number {
  let index = start;
  for (;;) {
    if (bytes[index] === quoteByte) index += 1;
    else if (bytes[index + 1] === quoteByte) index += 2;
    else if (bytes[index + 2] === quoteByte) index += 3;
    else if (bytes[index + 3] === quoteByte) index += 4;
    else {
      if (bytes[index] === undefined) throw unfinished();
      index += 4;
      continue;
    }
    if (bytes[index - 2] !== backslashByte || !isEscaped(bytes, index - 1, start)) return index;
  }
}

function skipScalar(bytes: Uint8Array, at: number): number {
  let index = at;
  for (;;) {
    const byte = bytes[index];
    // A comma, a closing bracket or brace, white space, or the end.
    if (byte === undefined || byte === 0x2c || byte === 0x5d || byte === 0x7d || byte <= 0x20) break;
    index++;
  }
  if (index === at) throw new RequestRefusal(400, `The body is not JSON: a value is missing at byte ${at}.`);
  return index;
}

/** Whether the quote at `quote` is escaped: an odd number of backslashes before it, none from before `start`. */
function isEscaped(bytes: Uint8Array, quote: number, start: number): boolean {
  let index = quote - 1;
  while (index >= start && bytes[index] === backslashByte) index--;
  return (quote - 1 - index) % 2 === 1;
}

function unfinished(): RequestRefusal {
  return new RequestRefusal(400, 'The body is not JSON: it ends in the middle of a value.');
}
