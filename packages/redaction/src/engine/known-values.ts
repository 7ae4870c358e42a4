import type {Edit, Span} from '../edit.ts';
import {spellings, withinBase64} from './spellings.ts';
import {wholeStretch} from './whole-stretch.ts';

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

/** What goes where a value stands again. */
export function repeatedEdit({start, end, value}: KnownHit, path: string): Edit {
  return {start, end, text: value.marker, findings: [{rule: value.rule, detector: 'repeated value', path}]};
}

interface Spelling {
  readonly bytes: Buffer;
  readonly value: KnownValue;
  readonly isBase64: boolean;
}

interface Index {
  /** No spelling is shorter. */
  readonly length: number;
  /** By some bits of a head the first spelling that has them, and by each the next one; counted from 1. */
  readonly first: Int32Array;
  readonly next: Int32Array;
}

/** Shorter values are words that stand anywhere by chance. In bytes. */
export const shortestKnown = 8;
const fewSpellings = 24;
/** How far a search for a few may go on behind two bytes, for those that were looked for last. */
const steps = new Uint8Array(4096);
let stepsOf: object | undefined;
/** Bytes that are compared for each of a text: more are had only by whoever makes a text for it. */
const mostCompared = 8;

/** Values found in any spelling: as they are, in JSON within JSON, in a URL, in base64; in one pass over a text. */
export class KnownValues {
  readonly #spellings: Spelling[] = [];
  readonly #seen = new Set<string>();
  #index: Index | undefined;
  #length = 0;

  get size(): number {
    return this.#seen.size;
  }

  add(value: Buffer, known: KnownValue, least = shortestKnown): void {
    const text = value.toString().trim();
    if (text.length < least || text.includes('\uFFFD') || this.#seen.has(text)) return;
    this.#seen.add(text);
    const bytes = text.length === value.length ? value : Buffer.from(text);
    for (const spelling of spellings(text))
      this.#spell(spelling === text ? bytes : Buffer.from(spelling), known, false);
    if (text.length < shortestKnown) this.#spell(Buffer.from(bytes.toString('base64')), known, true);
    else for (const part of withinBase64(bytes)) this.#spell(part, known, true);
  }

  /** In order and apart, outside of what goes anyway; `undefined` where the text is made to be compared without end. */
  find(text: Buffer, gone: readonly Span[] = []): KnownHit[] | undefined {
    if (this.#spellings.length <= fewSpellings) return this.#findFew(text, gone);
    const hits: KnownHit[] = [];
    const {length, first, next} = (this.#index ??= this.#indexed());
    let left = (text.length + 1024) * mostCompared;
    for (let at = 0; at + length <= text.length; at++) {
      let best: Spelling | undefined;
      let one = first[headOf(text, at, length) & (first.length - 1)] as number;
      for (; one !== 0; one = next[one] as number) {
        const spelling = this.#spellings[one - 1] as Spelling;
        const same = lengthInCommon(text, at, spelling.bytes);
        if ((left -= same + 1) < 0) return undefined;
        if (same === spelling.bytes.length && same > (best?.bytes.length ?? 0)) best = spelling;
      }
      if (best === undefined) continue;
      const hit = hitOf(text, at, best);
      hits.push(hit);
      at = hit.end - 1;
    }
    return hits;
  }

  /** Goes in steps of as many bytes as no spelling can begin in (Wu and Manber): little has to be made ready. */
  #findFew(text: Buffer, gone: readonly Span[]): KnownHit[] {
    const hits: KnownHit[] = [];
    const spellings = this.#spellings;
    if (spellings.length === 0) return hits;
    if (stepsOf !== spellings) this.#plan();
    const length = this.#length;
    let left = (text.length + 1024) * mostCompared;
    let next = 0;
    let from = gone[0]?.start ?? text.length;
    for (let last = length; last <= text.length;) {
      if (last > from) {
        last = Math.max(last, (gone[next]?.end ?? text.length) + length);
        from = gone[++next]?.start ?? text.length;
        continue;
      }
      const step = steps[blockOf(text, last - 2)] as number;
      if (step > 0) {
        last += step;
        continue;
      }
      const start = last++ - length;
      for (const spelling of spellings) {
        const same = lengthInCommon(text, start, spelling.bytes);
        if ((left -= same) < 0) return this.#findEach(text);
        if (same < spelling.bytes.length) continue;
        const hit = hitOf(text, start, spelling);
        hits.push(hit);
        last = hit.end + length;
        break;
      }
    }
    return hits;
  }

  /** The engine's own search for each, which takes no longer for a text that is made to be compared without end. */
  #findEach(text: Buffer): KnownHit[] {
    const hits: KnownHit[] = [];
    for (const spelling of this.#spellings) {
      for (let at = text.indexOf(spelling.bytes); at !== -1;) {
        const hit = hitOf(text, at, spelling);
        hits.push(hit);
        at = text.indexOf(spelling.bytes, hit.end);
      }
    }
    hits.sort((a, b) => a.start - b.start || b.end - a.end);
    let last = 0;
    return hits.filter((hit) => hit.start >= last && ((last = hit.end), true));
  }

  /** How far a search may go on: to where the block is the end of a spelling's first bytes. */
  #plan() {
    stepsOf = this.#spellings;
    this.#spellings.sort((a, b) => b.bytes.length - a.bytes.length);
    const length = Math.min(64, this.#spellings.at(-1)?.bytes.length ?? 0);
    this.#length = length;
    steps.fill(length - 1);
    for (const {bytes} of this.#spellings) {
      for (let at = 0; at + 2 <= length; at++) {
        const block = blockOf(bytes, at);
        steps[block] = Math.min(steps[block] as number, length - 2 - at);
      }
    }
  }

  #indexed(): Index {
    const spellings = this.#spellings;
    const length = spellings.reduce((least, {bytes}) => Math.min(least, bytes.length), 64);
    const first = new Int32Array(2 ** Math.min(17, 35 - Math.clz32(spellings.length)));
    const next = new Int32Array(spellings.length + 1);
    for (const [index, {bytes}] of spellings.entries()) {
      const slot = headOf(bytes, 0, length) & (first.length - 1);
      next[index + 1] = first[slot] as number;
      first[slot] = index + 1;
    }
    return {length, first, next};
  }

  #spell(bytes: Buffer, value: KnownValue, isBase64: boolean) {
    if (bytes.length < 4) return;
    this.#index = undefined;
    if (stepsOf === this.#spellings) stepsOf = undefined;
    this.#spellings.push({bytes, value, isBase64});
  }
}

function hitOf(text: Buffer, start: number, {bytes, value, isBase64}: Spelling): KnownHit {
  const end = start + bytes.length;
  return {...wholeStretch(text, {start, end}, isBase64), value};
}

/** A small number of the first four bytes and of the last four of as many as all spellings have. */
function headOf(text: Buffer, start: number, length: number): number {
  const head =
    Math.imul(text.readInt32BE(start), 0x9e_37_79_b1) ^
    Math.imul(text.readInt32BE(start + length - 4), 0x85_eb_ca_6b);
  return (head ^ (head >>> 15)) & 0x3f_ff_ff_ff;
}

function blockOf(text: Buffer, at: number): number {
  return ((text[at] as number) ^ ((text[at + 1] as number) << 4)) & 4095;
}

function lengthInCommon(text: Buffer, start: number, bytes: Buffer): number {
  let same = 0;
  while (same < bytes.length && text[start + same] === bytes[same]) same++;
  return same;
}
