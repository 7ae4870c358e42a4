import type {Span} from '../edit.ts';

const ofBase64 = Uint8Array.from({length: 256}, (_, byte) =>
  Number(/[A-Za-z0-9+/]/.test(String.fromCharCode(byte))),
);

/** What goes with a stretch of a text, so that JSON stays JSON: all of the base64 around it, and of escapes. */
export function wholeStretch(text: Buffer, span: Span, isBase64: boolean): Span {
  return withWholeEscapes(text, isBase64 ? base64Word(text, span.start, span.end) : span);
}

/** The stretch with the escapes that it cuts: of an escape of JSON nothing may be left. */
function withWholeEscapes(text: Buffer, {start, end}: Span): Span {
  let at = start;
  for (let back = start - 1; back >= Math.max(0, start - 5); back--) {
    if (isEscape(text, back) && back + escapeLength(text, back) > start) at = back;
  }
  const from = at;
  while (at < end) at += text[at] === 0x5c ? escapeLength(text, at) : 1;
  // In a text that is no JSON a backslash may stand at the end.
  return {start: from, end: Math.min(at, text.length)};
}

function isEscape(text: Buffer, at: number): boolean {
  let backslashes = 0;
  while (text[at - backslashes] === 0x5c) backslashes++;
  return backslashes % 2 === 1;
}

function escapeLength(text: Buffer, at: number): number {
  return text[at + 1] === 0x75 ? 6 : 2;
}

/** Base64 goes whole: with a hole in it it would not decode. */
function base64Word(text: Buffer, start: number, end: number): Span {
  let from = start;
  let to = end;
  while (from > 0 && ofBase64[text[from - 1] as number] === 1) from--;
  // The letter of an escape of JSON is none of base64's.
  if (from < start && isEscape(text, from - 1)) from++;
  while (to < text.length && ofBase64[text[to] as number] === 1) to++;
  for (let padding = 0; padding < 2 && text[to] === 0x3d; padding++) to++;
  return {start: from, end: to};
}
