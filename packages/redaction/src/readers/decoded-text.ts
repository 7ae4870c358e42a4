import type {Span} from '../edit.ts';

/** The text that a scalar stands for, and where each of its bytes lies in the document around it. */
export interface DecodedText {
  readonly bytes: Buffer;
  /** Offset in the document of the byte at this offset of the text; of its end for the text's length. */
  rawOffset(offset: number): number;
  /** How a replacement, which is ASCII, is written in the document. */
  escape(text: string): string;
}

const quoted = (text: string) =>
  text
    .replaceAll(/["\\]/g, String.raw`\$&`)
    .replaceAll('\r', String.raw`\r`)
    .replaceAll('\n', String.raw`\n`);
const asItIs = (text: string) => text;

/** A stretch of the document that stands for itself. */
export function plainText(source: Buffer, start: number, end: number): DecodedText {
  return {bytes: source.subarray(start, end), rawOffset: (offset) => start + offset, escape: asItIs};
}

/** Lines of a block: stretches of the document, one after the other. */
export function blockText(
  source: Buffer,
  lines: readonly {readonly start: number; readonly end: number}[],
): DecodedText {
  const builder = new OffsetMap();
  const parts: Buffer[] = [];
  let length = 0;
  for (const {start, end} of lines) {
    builder.add(length, start);
    parts.push(source.subarray(start, end));
    length += end - start;
  }
  const [first] = lines;
  const indent = first === undefined ? 0 : first.start - (source.lastIndexOf(0x0a, first.start - 1) + 1);
  return {
    bytes: Buffer.concat(parts),
    rawOffset: (offset) => builder.rawOffset(offset),
    // What is packed anew in lines stays in its block.
    escape: (text) => text.replaceAll('\n', `\n${' '.repeat(indent)}`),
  };
}

/** A string in single quotes as YAML has it; `start` and `end` lie within the quotes. */
export function singleQuotedText(source: Buffer, start: number, end: number): DecodedText {
  const parts: Span[] = [];
  let from = start;
  for (let at = start; at < end;) {
    if (source[at] === 0x27) {
      parts.push({start: from, end: at + 1});
      from = at += 2;
    } else if (source[at] === 0x0a) {
      const after = endOfSpace(source, at, end);
      parts.push({start: from, end: startOfSpace(source, at, from)}, foldOf(source, at, after));
      from = at = after;
    } else at++;
  }
  parts.push({start: from, end});
  return {...blockText(source, parts), escape: (text) => text.replaceAll("'", "''")};
}

/** What stands for a line's break and the space around it: the last space before what follows, or the break. */
function foldOf(source: Buffer, at: number, after: number): Span {
  const isBlankLine = source.subarray(at + 1, after).includes(0x0a);
  return !isBlankLine && after > at + 1 ? {start: after - 1, end: after} : {start: at, end: at + 1};
}

function endOfSpace(source: Buffer, at: number, end: number): number {
  let after = at + 1;
  while (after < end && (source[after] as number) <= 0x20) after++;
  return after;
}

function startOfSpace(source: Buffer, at: number, from: number): number {
  let before = at;
  while (before > from && (source[before - 1] as number) <= 0x20) before--;
  return before;
}

const simpleEscapes: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  '0': '\0',
  a: '\x07',
  v: '\v',
  e: '\x1B',
  ' ': ' ',
  N: '\x85',
  _: '\xA0',
};
/** The same, and signs that stand for themselves, for what JSON has: most escapes are of these. */
const simpleBytes = new Uint8Array(256);
for (const letter of 'bfnrt"\\/')
  simpleBytes[letter.charCodeAt(0)] = (simpleEscapes[letter] ?? letter).charCodeAt(0);
const hexLengths: Readonly<Record<string, number>> = {u: 4, U: 8, x: 2};

/** A string in double quotes, of JSON or YAML; `start` and `end` lie within the quotes. */
export function doubleQuotedText(source: Buffer, start: number, end: number): DecodedText {
  const plain = plainText(source, start, end);
  // Most have no escape: the engine's own search says so soonest.
  if (!plain.bytes.includes(0x5c) && !plain.bytes.includes(0x0a)) return {...plain, escape: quoted};
  let special = nextSpecial(source, start, end);
  const map = new OffsetMap();
  const target = Buffer.allocUnsafe(end - start);
  let to = 0;
  let from = start;
  while (special < end) {
    map.add(to, from);
    const simple = source[special] === 0x5c ? (simpleBytes[source[special + 1] ?? 0] as number) : 0;
    if (simple !== 0 && special + 1 < end) {
      if (special > from) {
        to += source.copy(target, to, from, special);
        map.add(to, special);
      }
      target[to++] = simple;
      from = special + 2;
      special = nextSpecial(source, from, end);
      continue;
    }
    const isFold = source[special] === 0x0a;
    to += source.copy(target, to, from, isFold ? startOfSpace(source, special, from) : special);
    map.add(to, special);
    if (isFold) {
      from = endOfSpace(source, special, end);
      const fold = foldOf(source, special, from);
      to += source.copy(target, to, fold.start, fold.end);
    } else {
      const {text, length} = readEscape(source, special, end);
      to += target.write(text, to);
      from = special + length;
    }
    special = nextSpecial(source, from, end);
  }
  map.add(to, from);
  if (from < end) to += source.copy(target, to, from, end);
  return {bytes: target.subarray(0, to), rawOffset: (offset) => map.rawOffset(offset), escape: quoted};
}

/** The next escape, or the end of a line, which JSON's strings have not. */
function nextSpecial(source: Buffer, from: number, end: number): number {
  for (let at = from; at < end; at++) if (source[at] === 0x5c || source[at] === 0x0a) return at;
  return end;
}

function readEscape(source: Buffer, at: number, end: number): {text: string; length: number} {
  const letter = String.fromCharCode(source[at + 1] ?? 0x5c);
  const digits = hexLengths[letter];
  if (digits === undefined) {
    if (letter === '\n' || letter === '\r') return {text: '', length: foldedLength(source, at, end)};
    return {text: simpleEscapes[letter] ?? letter, length: 2};
  }
  let code = hexAt(source, at + 2, digits);
  let length = 2 + digits;
  if (Number.isNaN(code) || code > 0x10_ff_ff) return {text: letter, length: 2};
  const isHalf = code >= 0xd8_00 && code < 0xdc_00 && source[at + 6] === 0x5c && source[at + 7] === 0x75;
  const low = isHalf ? hexAt(source, at + 8, 4) : Number.NaN;
  if (low >= 0xdc_00 && low < 0xe0_00) {
    code = 0x1_00_00 + ((code - 0xd8_00) << 10) + (low - 0xdc_00);
    length += 6;
  }
  return {text: String.fromCodePoint(code), length};
}

/** Of a line that goes on: the break and the space before what follows. */
function foldedLength(source: Buffer, at: number, end: number): number {
  let next = at + 1;
  while (next < end && (source[next] as number) <= 0x20) next++;
  return next - at;
}

function hexAt(source: Buffer, at: number, digits: number): number {
  const text = source.toString('latin1', at, at + digits);
  return /^[\dA-Fa-f]+$/.test(text) && text.length === digits ? Number.parseInt(text, 16) : Number.NaN;
}

/** From offsets of a text to those of the document, by the places where the two part. */
class OffsetMap {
  readonly #decoded: number[] = [];
  readonly #raw: number[] = [];

  add(decoded: number, raw: number) {
    this.#decoded.push(decoded);
    this.#raw.push(raw);
  }

  rawOffset(offset: number): number {
    let low = 0;
    let high = this.#decoded.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#decoded[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return (this.#raw[low] ?? 0) + offset - (this.#decoded[low] ?? 0);
  }
}
