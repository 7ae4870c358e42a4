import {blockText, type DecodedText, doubleQuotedText, plainText, singleQuotedText} from './decoded-text.ts';
import type {Span} from '../edit.ts';

/** How a scalar is written. */
export const scalarStyle = {
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
} as const;

export type ScalarStyle = (typeof scalarStyle)[keyof typeof scalarStyle];

/** A scalar of a document, where it lies. */
export interface Scalar extends Span {
  readonly style: ScalarStyle;
}

/** What the scalar stands for. */
export function decodeScalar(source: Buffer, {start, end, style}: Scalar): DecodedText {
  switch (style) {
    case scalarStyle.double:
      return doubleQuotedText(source, start + 1, end - 1);
    case scalarStyle.single:
      return singleQuotedText(source, start + 1, end - 1);
    case scalarStyle.block:
      return blockText(source, linesOf(source, start, end, true));
    case scalarStyle.plain:
      return source.subarray(start, end).includes(0x0a)
        ? blockText(source, linesOf(source, start, end, false))
        : plainText(source, start, end);
    case scalarStyle.bare:
      return plainText(source, start, end);
  }
}

/** The lines without the indentation of the first, each with its break. */
function linesOf(source: Buffer, start: number, end: number, isBlock: boolean): Span[] {
  const lines: Span[] = [];
  let indent = -1;
  for (let at = start; at < end;) {
    const found = source.indexOf(0x0a, at);
    const next = found === -1 || found >= end ? end : found + 1;
    const deepest = isBlock && indent !== -1 ? Math.min(next, at + indent) : next;
    let text = at;
    while (text < deepest && source[text] === 0x20) text++;
    if (indent === -1 && isBlock && source[text] !== 0x0a) indent = text - at;
    lines.push({start: text, end: next});
    at = next;
  }
  return lines;
}

/** What stands in place of the whole scalar: in quotes where JSON would not be JSON without. */
export function wholeScalar({style}: Scalar, marker: string): string {
  switch (style) {
    case scalarStyle.double:
    case scalarStyle.bare:
      return `"${marker}"`;
    case scalarStyle.single:
      return `'${marker}'`;
    case scalarStyle.plain:
    case scalarStyle.block:
      return marker;
  }
}
