import type {Edit, Finding, Span} from '../edit.ts';
import {skipSpace} from './json-text.ts';

/** How a node of a document is written. */
export const nodeStyle = {
  /** In double quotes, of JSON or YAML; its span has the quotes. */
  double: 0,
  /** In single quotes, of YAML; its span has the quotes. */
  single: 1,
  /** Without quotes, of YAML; on one line, or going on in lines that are indented. */
  plain: 2,
  /** A block of YAML: whole lines. */
  block: 3,
  /** A number, true, false or null of JSON. */
  bare: 4,
  map: 5,
  list: 6,
  /** A list of `managedFields`: nobody looks into it. */
  skipped: 7,
} as const;

export type NodeStyle = (typeof nodeStyle)[keyof typeof nodeStyle];

/** A scalar of a document, where it lies. */
export interface Scalar extends Span {
  readonly style: NodeStyle;
}

/** The text that a scalar stands for, and where each of its bytes lies in the document around it. */
export interface DecodedText {
  readonly bytes: Buffer;
  /** Offset in the document of the byte at this offset of the text; of its end for the text's length. */
  readonly rawOffset: (offset: number) => number;
  readonly escape: Escape;
}

/** How a replacement, which is ASCII, is written in the document. */
type Escape = (text: string) => string;

const newline = 0x0a;
/** From here on the engine's own copy beats a loop. */
const longPiece = 32;
const longSearch = 128;
const asItIs: Escape = (text) => text;
const inDoubleQuotes: Escape = (text) => JSON.stringify(text).slice(1, -1);
const inSingleQuotes: Escape = (text) => text.replaceAll("'", "''");

/** What the scalar stands for. */
export function decodeScalar(source: Buffer, {start, end, style}: Scalar): DecodedText {
  if (style === nodeStyle.double) return quoted(source, start + 1, end - 1, inDoubleQuotes);
  if (style === nodeStyle.single) return quoted(source, start + 1, end - 1, inSingleQuotes);
  if (style === nodeStyle.block || has(source, start, end, newline))
    return lines(source, start, end, style === nodeStyle.block);
  return itself(source, start, end, asItIs);
}

/** The edit that puts a marker in place of the whole scalar: in quotes where JSON would not be JSON without. */
export function wholeScalar(source: Buffer, scalar: Scalar, marker: string, finding: Finding): Edit {
  const {start, end, style} = scalar;
  const findings = [finding];
  if (style === nodeStyle.block) {
    const last = endOfNode(source, scalar);
    return {start: Math.min(skipSpace(source, start), last), end: last, text: marker, findings};
  }
  if (style === nodeStyle.plain) return {start, end, text: marker, findings};
  const quote = style === nodeStyle.single ? "'" : '"';
  return {start, end, text: quote + marker + quote, findings};
}

/** Where a node ends, without the space up to the next line that blocks, lists and maps of YAML have in them. */
export function endOfNode(source: Buffer, {start, end}: Span): number {
  let to = end;
  while (to > start && (source[to - 1] as number) <= 0x20) to--;
  return to;
}

/** Edits of the text that a scalar stands for, as edits of the document. */
export function editsAround({rawOffset, escape}: DecodedText, edits: readonly Edit[]): Edit[] {
  return edits.map(({start, end, text, findings}) => {
    return {start: rawOffset(start), end: rawOffset(end), text: escape(text), findings};
  });
}

/** The text of a key as it is written, with or without quotes. */
export function decodeKey(source: Buffer, start = 0, end = source.length): string {
  const first = source[start];
  const style = first === 0x22 ? nodeStyle.double : first === 0x27 ? nodeStyle.single : nodeStyle.bare;
  return decodeScalar(source, {start, end, style}).bytes.toString();
}

/** Whether the byte stands there: in what is long the engine's own search says so soonest. */
function has(source: Buffer, start: number, end: number, byte: number): boolean {
  if (end - start > longSearch) return source.subarray(start, end).includes(byte);
  for (let at = start; at < end; at++) if (source[at] === byte) return true;
  return false;
}

function itself(source: Buffer, start: number, end: number, escape: Escape): DecodedText {
  return {bytes: source.subarray(start, end), rawOffset: (offset) => start + offset, escape};
}

/** A string in quotes. Lines are folded as YAML folds them. */
function quoted(source: Buffer, start: number, end: number, escape: Escape): DecodedText {
  // It opens an escape, or doubles the quote.
  const mark = escape === inDoubleQuotes ? 0x5c : 0x27;
  // Most have no escape.
  if (!has(source, start, end, mark) && !has(source, start, end, newline))
    return itself(source, start, end, escape);
  const text = new Pieces(source, end - start);
  let from = start;
  for (let at = start; at < end;) {
    const byte = source[at];
    if (byte === newline) {
      let before = at;
      while (before > from && (source[before - 1] as number) <= 0x20) before--;
      text.copy(from, before);
      from = endOfSpace(source, at, end);
      // Its break, or the last space before what follows, stands for it.
      const isBlankLine = has(source, at + 1, from, newline);
      if (!isBlankLine && from > at + 1) text.copy(from - 1, from);
      else text.copy(at, at + 1);
      at = from;
    } else if (byte !== mark) at++;
    else if (mark === 0x27) {
      text.copy(from, at + 1);
      from = at += 2;
    } else {
      text.copy(from, at);
      from = text.unescape(at, end);
      at = from;
    }
  }
  text.copy(from, end);
  return {...text.done(), escape};
}

/** The lines of a block, without the indentation of the first, each with its break; or of a plain scalar. */
function lines(source: Buffer, start: number, end: number, isBlock: boolean): DecodedText {
  const text = new Pieces(source, end - start);
  let indent = -1;
  let first = -1;
  for (let at = start; at < end;) {
    const found = source.indexOf(newline, at);
    const next = found === -1 || found >= end ? end : found + 1;
    const deepest = isBlock && indent !== -1 ? Math.min(next, at + indent) : next;
    let from = at;
    while (from < deepest && source[from] === 0x20) from++;
    if (indent === -1 && isBlock && source[from] !== newline) indent = from - at;
    if (first === -1) first = from - (source.lastIndexOf(newline, Math.max(from - 1, 0)) + 1);
    text.copy(from, next);
    at = next;
  }
  // What is packed anew in lines stays in its block.
  return {...text.done(), escape: (inner) => inner.replaceAll('\n', `\n${' '.repeat(Math.max(first, 0))}`)};
}

function endOfSpace(source: Buffer, at: number, end: number): number {
  let after = at + 1;
  while (after < end && (source[after] as number) <= 0x20) after++;
  return after;
}

/** What one letter behind a backslash stands for: mostly itself. */
const escaped = Uint8Array.from({length: 256}, (_, byte) => byte);
for (const pair of 'b\b f\f n\n r\r t\t 0\0 a\x07 v\v e\x1B N\x85 _\xA0'.split(' '))
  escaped[pair.charCodeAt(0)] = pair.charCodeAt(1);
/** How many digits follow `\x`, `\u` and `\U`. */
const hexLengths: Readonly<Record<number, number>> = {0x78: 2, 0x75: 4, 0x55: 8};

/** A text that is put together, and where in the document each of its parts comes from. */
class Pieces {
  readonly #source: Buffer;
  readonly #target: Buffer;
  /** Where the distance between the text and the document changes. */
  readonly #decoded: number[] = [];
  readonly #raw: number[] = [];
  #distance = Number.NaN;
  #length = 0;

  constructor(source: Buffer, most: number) {
    this.#source = source;
    this.#target = Buffer.allocUnsafe(most);
  }

  copy(from: number, to: number): void {
    this.#note(from);
    const source = this.#source;
    const target = this.#target;
    let length = this.#length;
    if (to - from > longPiece) length += source.copy(target, length, from, to);
    else for (let at = from; at < to; at++) target[length++] = source[at] as number;
    this.#length = length;
  }

  /** Resolves the escape at an offset; returns the offset behind it. */
  unescape(at: number, end: number): number {
    this.#note(at);
    const letter = this.#source[at + 1] ?? 0x5c;
    // The line goes on behind its break, and the space before what follows.
    if (letter === newline || letter === 0x0d) return endOfSpace(this.#source, at, end);
    const digits = hexLengths[letter] ?? 0;
    const code = digits === 0 ? -1 : this.#hex(at + 2, digits);
    if (code < 0 || code > 0x10_ff_ff) {
      this.#write(escaped[letter] as number);
      return Math.min(at + 2, end);
    }
    const isHalf =
      code >= 0xd8_00 && code < 0xdc_00 && this.#source.toString('latin1', at + 6, at + 8) === '\\u';
    const low = isHalf ? this.#hex(at + 8, 4) : -1;
    const isPair = low >= 0xdc_00 && low < 0xe0_00;
    this.#write(isPair ? 0x1_00_00 + ((code - 0xd8_00) << 10) + (low - 0xdc_00) : code);
    return at + 2 + digits + (isPair ? 6 : 0);
  }

  done(): Omit<DecodedText, 'escape'> {
    return {bytes: this.#target.subarray(0, this.#length), rawOffset: (offset) => this.rawOffset(offset)};
  }

  rawOffset(offset: number): number {
    let low = 0;
    for (let high = this.#decoded.length - 1; low < high;) {
      const middle = (low + high + 1) >> 1;
      if ((this.#decoded[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return (this.#raw[low] ?? 0) + offset - (this.#decoded[low] ?? 0);
  }

  #note(raw: number): void {
    if (raw - this.#length === this.#distance) return;
    this.#distance = raw - this.#length;
    this.#decoded.push(this.#length);
    this.#raw.push(raw);
  }

  #write(point: number): void {
    if (point < 0x80) this.#target[this.#length++] = point;
    else this.#length += this.#target.write(String.fromCodePoint(point), this.#length);
  }

  /** What so many digits say; -1 where they are none. */
  #hex(at: number, digits: number): number {
    let code = 0;
    for (let place = at; place < at + digits; place++) {
      const byte = this.#source[place] ?? 0;
      const letter = byte | 0x20;
      if (byte >= 0x30 && byte <= 0x39) code = code * 16 + byte - 0x30;
      else if (letter >= 0x61 && letter <= 0x66) code = code * 16 + letter - 0x57;
      else return -1;
    }
    return code;
  }
}
