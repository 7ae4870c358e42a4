import type {Span} from '../edit.ts';

/** A value that has to go wherever it stands. */
export interface KnownValue {
  readonly rule: string;
  /** Looked for everywhere; otherwise only where values are repeated: variables, arguments, annotations. */
  readonly isEverywhere: boolean;
  readonly marker: string;
}

/** Where one of them was found. */
export interface KnownHit extends Span {
  readonly value: KnownValue;
}

interface Spelling {
  readonly bytes: Buffer;
  readonly value: KnownValue;
  readonly isBase64: boolean;
}

/** What a search goes by. */
interface Steps {
  /** No spelling is shorter. */
  readonly length: number;
  /** How far the search may go on behind each block of bytes. */
  readonly skips: Uint8Array;
  /** Spellings by their head. */
  readonly byHead: ReadonlyMap<number, readonly Spelling[]>;
}

/** Shorter values are words that stand anywhere by chance. In bytes. */
const shortest = 8;
const fewSpellings = 24;
/** Bytes that are looked at together. */
const block = 3;
/** Comparisons for one text: more are had only by whoever makes a text for it. */
const mostCompared = 100_000;
const ofBase64 = Uint8Array.from({length: 256}, (_, byte) =>
  Number(/[A-Za-z0-9+/]/.test(String.fromCharCode(byte))),
);

/**
 * Values that were taken out, or are known from elsewhere, found in any spelling: as they are, within JSON within JSON,
 * in Go's JSON, in a URL, and in the base64 of a longer text. One pass over a text, however many they are.
 */
export class KnownValues {
  readonly #spellings: Spelling[] = [];
  readonly #seen = new Set<string>();
  /** Made when it is needed: most objects have no value that goes. */
  #steps: Steps | undefined;

  get size(): number {
    return this.#seen.size;
  }

  add(value: Buffer, known: KnownValue, least = shortest): void {
    const text = value.toString().trim();
    if (text.length < least || text.includes('\uFFFD') || this.#seen.has(text)) return;
    this.#seen.add(text);
    for (const spelling of spellings(text)) this.#spell(Buffer.from(spelling), known, false);
    if (text.length < shortest) this.#spell(Buffer.from(Buffer.from(text).toString('base64')), known, true);
    else for (const part of withinBase64(text)) this.#spell(Buffer.from(part), known, true);
  }

  /**
   * In order and apart; `undefined` where the text is made to be compared without end.
   * Goes in steps of as many bytes as no spelling can begin in (Wu and Manber).
   */
  find(text: Buffer): KnownHit[] | undefined {
    if (this.#spellings.length <= fewSpellings) return this.#findFew(text);
    const hits: KnownHit[] = [];
    const {length, skips, byHead} = (this.#steps ??= this.#plan());
    let left = mostCompared;
    for (let last = length; last <= text.length;) {
      const skip = skips[slot(text, last - block)] as number;
      if (skip > 0) {
        last += skip;
        continue;
      }
      const start = last++ - length;
      for (const spelling of byHead.get(headOf(text, start, length)) ?? []) {
        if (--left < 0) return undefined;
        const {bytes} = spelling;
        if (text.compare(bytes, 0, bytes.length, start, Math.min(start + bytes.length, text.length)) !== 0)
          continue;
        const hit = hitOf(text, start, spelling);
        hits.push(hit);
        last = hit.end + length;
        break;
      }
    }
    return hits;
  }

  /** The engine's own search for each is faster than what has to be made ready for all. */
  #findFew(text: Buffer): KnownHit[] {
    const hits: KnownHit[] = [];
    for (const spelling of this.#spellings) {
      for (let at = text.indexOf(spelling.bytes); at !== -1;) {
        const hit = hitOf(text, at, spelling);
        hits.push(hit);
        at = text.indexOf(spelling.bytes, hit.end);
      }
    }
    if (hits.length < 2) return hits;
    hits.sort((a, b) => a.start - b.start || b.end - a.end);
    let last = 0;
    return hits.filter((hit) => hit.start >= last && ((last = hit.end), true));
  }

  /** How far the search may go on behind each block of bytes: to where it is the end of a spelling's first bytes. */
  #plan(): Steps {
    const all = [...this.#spellings];
    const length = all.reduce((least, {bytes}) => Math.min(least, bytes.length), 64);
    const skips = new Uint8Array(4096).fill(length - block + 1);
    const byHead = new Map<number, Spelling[]>();
    // Longest first: one may begin with another.
    for (const spelling of all.sort((a, b) => b.bytes.length - a.bytes.length)) {
      const {bytes} = spelling;
      const same = byHead.get(headOf(bytes, 0, length));
      if (same === undefined) byHead.set(headOf(bytes, 0, length), [spelling]);
      else same.push(spelling);
      for (let at = 0; at + block <= length; at++) {
        const place = slot(bytes, at);
        skips[place] = Math.min(skips[place] as number, length - block - at);
      }
    }
    return {length, skips, byHead};
  }

  #spell(bytes: Buffer, value: KnownValue, isBase64: boolean) {
    if (bytes.length < 4) return;
    this.#steps = undefined;
    this.#spellings.push({bytes, value, isBase64});
  }
}

function hitOf(text: Buffer, start: number, {bytes, value, isBase64}: Spelling): KnownHit {
  const end = start + bytes.length;
  return {...withWholeEscapes(text, isBase64 ? base64Word(text, start, end) : {start, end}), value};
}

/** The first four bytes and the last four of as many as all spellings have. */
function headOf(text: Buffer, start: number, length: number): number {
  return text.readUInt32BE(start) ^ Math.imul(text.readUInt32BE(start + length - 4), 31);
}

/** How a text may stand in an object, base64 apart. */
function spellings(text: string): Iterable<string> {
  if (/^[\w.~-]*$/.test(text)) return [text];
  if (/^[ !#-%'-;=?-[\]-~]*$/.test(text)) return [text, encodeURIComponent(text)];
  const json = JSON.stringify(text).slice(1, -1);
  const go = json.replaceAll(/[&<>]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`);
  const nested = [json, go].map((spelling) => JSON.stringify(spelling).slice(1, -1));
  // A lone half of a character has no spelling in a URL.
  return new Set([text, json, go, ...nested, ...(text.isWellFormed() ? [encodeURIComponent(text)] : [])]);
}

function slot(text: Buffer, at: number): number {
  const key = ((text[at] as number) << 16) | ((text[at + 1] as number) << 8) | (text[at + 2] as number);
  return Math.imul(key, 0x9e_37_79_b1) >>> 20;
}

/** The stretch with the escapes that it cuts: of an escape of JSON nothing may be left. */
function withWholeEscapes(text: Buffer, {start, end}: Span): Span {
  let at = start;
  for (let back = start - 1; back >= Math.max(0, start - 5); back--) {
    if (isEscape(text, back) && back + escapeLength(text, back) > start) at = back;
  }
  const from = at;
  while (at < end) at += text[at] === 0x5c ? escapeLength(text, at) : 1;
  return {start: from, end: at};
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

/** What is left of a text in the base64 of a longer one: one form for each place in a group of three bytes. */
function withinBase64(text: string): string[] {
  return [0, 1, 2].map((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(text)]);
    // Characters that the neighbours have a part in are cut off.
    return bytes.toString('base64').slice(Math.ceil((before * 4) / 3), Math.floor((bytes.length * 4) / 3));
  });
}
