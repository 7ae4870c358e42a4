import {gunzipSync, gzipSync} from 'node:zlib';

import type {Span} from '../edit.ts';
import {matchesIn} from './matches-in.ts';

/** A stretch of base64 in a text, and how what is in it is packed again. */
export interface Packed extends Span {
  /** What it stands for; `undefined` where it could not be read: damaged, zip, or more than was allowed. */
  readonly bytes: Buffer | undefined;
  readonly pack: (bytes: Buffer) => string;
}

/** Broken into lines as `base64` does it: only the last may be short, and nothing goes on behind the padding. */
const run =
  /[A-Za-z0-9+/_-]{20,}(?:\r?\n[ \t]*[A-Za-z0-9+/_-]{20,})*(?:\r?\n[ \t]*[A-Za-z0-9+/_-]{2,}(?=["'\s=]|$))?={0,2}/g;
const digest = /^(?:[0-9a-f]+|[0-9A-F]+|\d+|[a-z]+|[A-Z]+|[a-z]+(?:[-_/][a-z0-9]+)+)$/;
const word = /^[A-Z]?[a-z]+(?:[A-Z][a-z]+|[-_/][A-Za-z]?[a-z]+)*$/;

/** Whether so many bytes may come out of a gzip. */
export type MayUnpack = (bytes: number) => boolean;

/** Every run of base64 in the text that may hold a document. */
export function* readPacked(text: string, may: MayUnpack): Generator<Packed> {
  for (const match of matchesIn(text, run)) {
    const [base64] = match;
    if (base64.length < 200 && (digest.test(base64) || word.test(base64))) continue;
    let skipped = 0;
    let packed = unpack(base64, may);
    if (packed === undefined && base64.includes('\n')) {
      // A word on a line before the first shifts what follows.
      skipped = oddLines(base64);
      packed = unpack(base64.slice(skipped), may);
    }
    if (packed !== undefined)
      yield {start: match.index + skipped, end: match.index + base64.length, ...packed};
  }
}

function oddLines(base64: string): number {
  let length = 0;
  for (const [line] of base64.matchAll(/[^\n]*\n/g)) {
    if (line.trim().length % 4 === 0) return length;
    length += line.length;
  }
  return base64.slice(length).trim().length % 4 === 0 ? length : 0;
}

/** What this base64 stands for, where that is gzip or text; undefined where it is neither. */
export function unpack(base64: string, may: MayUnpack): Omit<Packed, keyof Span> | undefined {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length < 8) return undefined;
  if (bytes.readUInt32LE(0) === 0x04_03_4b_50) return {bytes: undefined, pack: () => ''};
  const encode = encoderLike(base64);
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b || bytes[2] !== 8) {
    return isText(bytes) ? {bytes, pack: encode} : undefined;
  }
  return {bytes: inflate(bytes, may), pack: (inner) => encode(gzipSync(inner))};
}

/** What a gzip holds: no more than its end says. Cut off or changed there, it cannot be read. */
function inflate(bytes: Buffer, may: MayUnpack): Buffer | undefined {
  const size = bytes.readUInt32LE(bytes.length - 4);
  if (!may(size)) return undefined;
  try {
    return gunzipSync(bytes, {maxOutputLength: Math.max(size, 1)});
  } catch {
    return undefined;
  }
}

/** The alphabet, the padding and the length of lines of the one that was read. */
function encoderLike(base64: string): (bytes: Buffer) => string {
  const isUrl = /[-_]/.test(base64);
  const lineBreak = /\r?\n[ \t]*/.exec(base64);
  return (bytes) => {
    let text = bytes.toString(isUrl ? 'base64url' : 'base64');
    if (!isUrl && !base64.endsWith('=') && base64.replaceAll(/\s/g, '').length % 4 !== 0)
      text = text.replace(/=+$/, '');
    if (lineBreak === null) return text;
    const lines = text.match(new RegExp(`.{1,${lineBreak.index}}`, 'g')) ?? [];
    return lines.join(lineBreak[0]);
  };
}

/** Whether these bytes are text: no control characters but space in the first of them. */
function isText(bytes: Buffer): boolean {
  const most = Math.min(bytes.length, 256);
  let high = 0;
  for (let at = 0; at < most; at++) {
    const byte = bytes[at] as number;
    if (byte < 0x20 ? byte !== 9 && byte !== 10 && byte !== 13 : byte === 0x7f) return false;
    if (byte >= 0x80) high++;
  }
  if (high === 0) return true;
  const text = bytes.toString('utf8', 0, most - 4);
  return high * 4 <= most && !text.includes('\uFFFD');
}
