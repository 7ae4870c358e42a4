import type {TellingForm} from '../detectors/telling-form.ts';
import {endOfString} from '../readers/json-text.ts';
import {type Anchor, anchorsWith} from './anchors.ts';
import {hasRun} from './has-run.ts';

/** What a search found. */
export const sight = {
  none: 0,
  /** A word that counts before a sign alone, which does not come. */
  word: 1,
  /** A word, or a run of letters, that may be of something. */
  hit: 2,
} as const;

/** What a text has in it: the forms of secrets whose words stand there, and a run of letters that may be base64. */
export type Found = Set<TellingForm | 'run'>;

const quote = 0x22;
const backslash = 0x5c;
const colon = 0x3a;
const atSign = 0x40;
/** What a key may go on with, as assignments are read, and what may come behind it there. */
const ofKey = tableOf(/[\w.\-@$]/);
const behindKey = tableOf(/[\s=:+<>(,{}\])"'`\\]/);

interface Word {
  readonly anchor: Anchor;
  readonly bytes: Buffer;
}

/**
 * Looks for the words of all detectors at once, one step for each byte however many they are (Aho and Corasick), before
 * anything is decoded.
 */
export class AnchorSearch {
  /** Where the string ends that was searched last. */
  end = 0;
  readonly #classOf = new Uint8Array(256);
  readonly #bits: number;
  /** By state and class of byte the next state; its complement where words end, or a quote or a backslash comes. */
  readonly #steps: Int32Array;
  readonly #words: (readonly Word[])[] = [[]];

  /** Looks for these as well, in any case. */
  constructor(more: readonly string[]) {
    const words = anchorsWith(more).map((anchor) => ({anchor, bytes: Buffer.from(anchor.text)}));
    const classes = this.#classOf;
    classes[quote] = classes[backslash] = 1;
    let last = 1;
    for (const {bytes} of words) for (const byte of bytes) classes[byte | caseOf(byte)] ||= ++last;
    for (let letter = 0x41; letter <= 0x5a; letter++) classes[letter] = classes[letter | 0x20] as number;
    this.#bits = 32 - Math.clz32(last);
    this.#steps = this.#stepsOf(words);
  }

  /**
   * Whether words of any detector, or runs of base64, lie between two offsets; to `found` all of them are added, without
   * it the search ends with the first that counts.
   */
  search(bytes: Buffer, start: number, end: number, found?: Found): number {
    return this.#search(bytes, start, start, end, false, found);
  }

  /** The same for the string of JSON that opens at `start`; says where it ends, too. */
  searchString(bytes: Buffer, start: number): number {
    return this.#search(bytes, start, start + 1, bytes.length, true, undefined);
  }

  #search(
    bytes: Buffer,
    start: number,
    from: number,
    to: number,
    isString: boolean,
    found: Found | undefined,
  ): number {
    const steps = this.#steps;
    const classOf = this.#classOf;
    let seen: number = sight.none;
    /** Where the first words begin that count before a colon, and before an at sign. */
    let beforeColon = to;
    let beforeAt = to;
    /** Where the key ends that a word was found in last. */
    let keyEnd = from;
    let end = to;
    let state = 0;
    for (let at = from; at < to; at++) {
      do state = steps[state + (classOf[bytes[at] as number] as number)] as number;
      while (state >= 0 && ++at < to);
      if (state >= 0) break;
      state = ~state;
      if (state === 0) {
        if (bytes[at] === quote) {
          if (!isString) continue;
          end = at + 1;
          break;
        }
        const first = at++;
        while (bytes[at] === backslash) at++;
        if (isLetter(bytes, at)) seen = sight.hit;
        if ((at - first) % 2 === 0 || bytes[at] !== quote) at--;
      } else {
        for (const {anchor, bytes: word} of this.#words[state >> this.#bits] as readonly Word[]) {
          const begin = at + 1 - word.length;
          if (anchor.anyCase !== true && !stands(word, bytes, begin)) continue;
          if (found !== undefined && anchor.form !== undefined) found.add(anchor.form);
          if (seen === sight.none) seen = sight.word;
          if (anchor.before === undefined) seen = sight.hit;
          else if (anchor.before === '@') beforeAt = Math.min(beforeAt, begin);
          else {
            keyEnd = Math.max(keyEnd, at + 1);
            while (keyEnd < to && ofKey[bytes[keyEnd] as number] === 1) keyEnd++;
            const next = keyEnd < to ? (bytes[keyEnd] as number) : -1;
            if (behindKey[next] === 1 && !(isString && next === quote)) seen = sight.hit;
            else beforeColon = Math.min(beforeColon, begin);
          }
        }
      }
      if (seen !== sight.hit || found !== undefined) continue;
      if (isString) this.end = endOfString(bytes, at);
      return seen;
    }
    this.end = end;
    if (has(colon, bytes, beforeColon, end) || has(atSign, bytes, beforeAt, end)) seen = sight.hit;
    if ((seen === sight.hit && found === undefined) || !hasRun(bytes, start, end)) return seen;
    found?.add('run');
    return sight.hit;
  }

  #stepsOf(words: readonly Word[]): Int32Array {
    const bits = this.#bits;
    const size = words.reduce((sum, {bytes}) => sum + bytes.length, 1);
    const steps = new Int32Array(size << bits);
    for (const word of words) {
      let state = 0;
      for (const byte of word.bytes) {
        const at = (state << bits) | (this.#classOf[byte | caseOf(byte)] as number);
        if (steps[at] === 0) steps[at] = this.#words.push([]) - 1;
        state = steps[at] as number;
      }
      this.#words[state] = [...(this.#words[state] as readonly Word[]), word];
    }
    // Where a word does not go on, what was read may be the beginning of another: of what is read sooner, that is known.
    const rest = new Int32Array(this.#words.length);
    const queue = [0];
    for (const state of queue) {
      const other = rest[state] as number;
      for (let which = 0; which < 1 << bits; which++) {
        const at = (state << bits) | which;
        const next = steps[at] as number;
        const instead = state === 0 ? 0 : (steps[(other << bits) | which] as number);
        if (next === 0) steps[at] = instead;
        else {
          rest[next] = instead;
          this.#words[next] = [
            ...(this.#words[next] as readonly Word[]),
            ...(this.#words[instead] as readonly Word[]),
          ];
          queue.push(next);
        }
      }
    }
    return steps.map((next, at) =>
      (at & ((1 << bits) - 1)) === 1
        ? ~0
        : (this.#words[next] as readonly Word[]).length === 0
          ? next << bits
          : ~(next << bits),
    );
  }
}

/** What makes a small letter of a large one. */
function caseOf(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? 0x20 : 0;
}

/** Whether behind a backslash a letter is written by its number, so that no word can be looked for. */
function isLetter(bytes: Buffer, at: number): boolean {
  const isDigit = (digit: number | undefined) => digit !== undefined && digit >= 0x34 && digit <= 0x37;
  const first = bytes[at];
  if (first === 0x75) return bytes[at + 1] === 0x30 && bytes[at + 2] === 0x30 && isDigit(bytes[at + 3]);
  return (first === 0x78 && isDigit(bytes[at + 1])) || (first === 0x55 && bytes[at + 1] === 0x30);
}

function stands(word: Buffer, bytes: Buffer, start: number): boolean {
  for (let at = 0; at < word.length; at++) if (bytes[start + at] !== word[at]) return false;
  return true;
}

function has(byte: number, bytes: Buffer, start: number, end: number): boolean {
  return start < end && bytes.subarray(start, end).includes(byte);
}

/** 1 for each byte that is such a letter. */
function tableOf(letter: RegExp): Uint8Array {
  return Uint8Array.from({length: 256}, (_, byte) => Number(letter.test(String.fromCharCode(byte))));
}
