import type {Edit, Finding, Span} from '../edit.ts';
import {endWithoutSpace, skipSpace} from './json-text.ts';
import {TextPieces} from './text-pieces.ts';

/** How a node of a document is written. */
export const nodeStyle = {
  double: 0, // In double quotes, of JSON or YAML; its span has the quotes.
  single: 1, // In single quotes, of YAML; its span has the quotes.
  plain: 2, // Without quotes, of YAML; on one line, or going on in lines that are indented.
  block: 3, // A block of YAML: whole lines.
  bare: 4, // A number, true, false or null of JSON.
  map: 5,
  list: 6,
  skipped: 7, // A list of `managedFields`: nobody looks into it.
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
    const last = endWithoutSpace(source, start, end);
    return {start: Math.min(skipSpace(source, start), last), end: last, text: marker, findings};
  }
  if (style === nodeStyle.plain) return {start, end, text: marker, findings};
  const quote = style === nodeStyle.single ? "'" : '"';
  return {start, end, text: quote + marker + quote, findings};
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
  if (!has(source, start, end, mark) && !has(source, start, end, newline))
    return itself(source, start, end, escape);
  const text = new TextPieces(source, end - start);
  let from = start;
  for (let at = start; at < end;) {
    const byte = source[at];
    if (byte === newline) {
      text.copy(from, endWithoutSpace(source, from, at));
      from = Math.min(skipSpace(source, at + 1), end);
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
  const text = new TextPieces(source, end - start);
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
