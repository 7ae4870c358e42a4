import type {Edit, Span} from '../edit.ts';

const quote = 0x22;
const backslash = 0x5c;
/** From here on the engine's own byte search beats a loop. */
const longString = 96;

// Steps through JSON text without building values: on what is no JSON every step still moves forward, or to the end.

/** Where the string that opens at `start` ends: the offset after its closing quote. */
export function endOfString(bytes: Buffer, start: number): number {
  const {length} = bytes;
  let position = start + 1;
  for (let searchFrom = position + longString; position < length; position++) {
    const byte = bytes[position];
    if (byte === quote) return position + 1;
    if (byte === backslash) {
      position++;
      searchFrom = position + longString;
    } else if (position > searchFrom) {
      const found = bytes.indexOf(quote, position);
      if (found === -1) return length;
      if (bytes[found - 1] !== backslash) return found + 1;
      for (position = found; bytes[position - 1] === backslash;) position--;
      position--;
      searchFrom = position + longString;
    }
  }
  return length;
}

/** Where the list at `start` ends. What is in braces is not counted, strings are short: of `managedFields`. */
export function endOfList(bytes: Buffer, start: number): number {
  const {length} = bytes;
  // Nearly always the first bracket ends it.
  const close = bytes.indexOf(0x5d, start);
  const open = bytes.indexOf(0x5b, start + 1);
  if (close !== -1 && (open === -1 || open > close) && isBeforeKey(bytes, close + 1)) return close + 1;
  let depth = 0;
  for (let at = start; at < length;) {
    const byte = bytes[at++];
    if (byte === quote) {
      while (at < length) {
        const letter = bytes[at++];
        if (letter === quote) break;
        if (letter === backslash) at++;
      }
    } else if (byte === 0x5b) depth++;
    else if (byte === 0x5d && --depth === 0) return at;
  }
  return length;
}

/** Whether the next key comes here, behind the end of an object perhaps: in a string the quote would end that. */
function isBeforeKey(bytes: Buffer, start: number): boolean {
  const at = bytes[start] === 0x7d ? start + 1 : start;
  const letter = (bytes[at + 2] as number) | 0x20;
  return bytes[at] === 0x2c && bytes[at + 1] === quote && letter >= 0x61 && letter <= 0x7a;
}

/** Where a number, `true`, `false` or `null` ends. */
export function endOfScalar(bytes: Buffer, start: number): number {
  let at = start;
  for (; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    if (byte === 0x2c || byte === 0x7d || byte === 0x5d || byte <= 0x20) break;
  }
  return at;
}

/** The first offset at or after `start` that is not white space. */
export function skipSpace(bytes: Buffer, start: number): number {
  let at = start;
  while (at < bytes.length && (bytes[at] as number) <= 0x20) at++;
  return at;
}

/** Where the last byte before `end` lies that is not white space: the offset behind it, or `start`. */
export function endWithoutSpace(bytes: Buffer, start: number, end: number): number {
  let at = end;
  while (at > start && (bytes[at - 1] as number) <= 0x20) at--;
  return at;
}

/** The stretch of a member or an element with the comma behind it. */
export function withComma(bytes: Buffer, start: number, end: number): Span {
  const after = skipSpace(bytes, end);
  return {start, end: bytes[after] === 0x2c ? skipSpace(bytes, after + 1) : end};
}

/** Edits in order and apart, of which some leave members out: where all behind one goes, so does the comma before it. */
export function withoutLastComma(bytes: Buffer, edits: readonly Edit[]): Edit[] {
  const joins = (one: Edit | undefined, next: Edit | undefined) =>
    one?.text === '' && next?.text === '' && one.end === next.start;
  const done: Edit[] = [];
  let isToEnd = false;
  for (let index = edits.length - 1; index >= 0; index--) {
    const edit = edits[index] as Edit;
    const after = bytes[skipSpace(bytes, edit.end)];
    const isLast = edit.text === '' && (after === 0x7d || after === 0x5d);
    isToEnd = isLast || (isToEnd && joins(edit, edits[index + 1]));
    const before = isToEnd && !joins(edits[index - 1], edit) ? endWithoutSpace(bytes, 0, edit.start) : 0;
    done.push(bytes[before - 1] === 0x2c ? {...edit, start: before - 1} : edit);
  }
  return done.toReversed();
}
