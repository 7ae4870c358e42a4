import type {TellingForm} from '../detectors/telling-form.ts';
import {tellingForms} from '../detectors/telling-value.ts';
import {endOfString} from '../readers/json-text.ts';
import {WordAutomaton} from './word-automaton.ts';
import {hasRun, shortestRun} from '../readers/has-run.ts';

/** What a search found. */
export const sight = {
  none: 0,
  /** A word that counts before a sign alone, which does not come. */
  word: 1,
  /** A word, or a run of letters, that may be of something. */
  hit: 2,
} as const;

/** A word that detectors anchor on: without one of them nothing in a text is of interest. */
export interface Anchor {
  readonly text: string;
  readonly form?: TellingForm;
  /** In a text it counts alone in a key that a value may come behind, or before an `@`. */
  readonly before?: 'value' | '@';
  readonly anyCase?: true;
}

const stems =
  'pass pwd pw pswd psw secret token key cred auth dsn unseal psk salt phrase cookie licen login mnemonic bearer crypt mmunity rlist pepper contrase kennwort zugangsd wachtw'
    .split(' ')
    .concat('identified by', '_pat=', '_pat ');
/** What makes a value one that is read, and is no word of a key. */
const others = ['Secret', 'binary'];

/** The words of all detectors, and these, in any case. */
export function anchorsWith(more: readonly string[]): readonly Anchor[] {
  return [
    ...stems.map((text): Anchor => ({text, before: 'value', anyCase: true})),
    ...tellingForms
      .filter(({isRun}) => isRun === undefined)
      .flatMap((form) =>
        form.anchors.map((text): Anchor => ({text, form, ...(form.before === '@' ? {before: '@'} : {})})),
      ),
    ...others.map((text): Anchor => ({text})),
    ...more.map((word): Anchor => ({text: word.toLowerCase(), anyCase: true})),
  ];
}

/** What a text has in it: the forms of secrets whose words stand there, and a run of letters that may be base64. */
export type Found = Set<TellingForm | 'run'>;

const quote = 0x22;
const backslash = 0x5c;
const colon = 0x3a;
const rowOfLarge = 1 << (0x41 >> 5);
const atSign = 0x40;
/** What a key may go on with, as assignments are read, and what may come behind it there. */
const ofKey = tableOf(/[\w.\-@$]/);
const behindKey = tableOf(/[\s=:+<>(,{}\])"'`\\]/);

type Word = Anchor & {readonly bytes: Buffer};

/** Looks for the words of all detectors at once, before anything is decoded. */
export class AnchorSearch {
  end = 0;
  readonly #words: WordAutomaton<Word>;
  /** What the search has come to: what was seen, and where the first words begin that count before a colon, or an `@`. */
  #seen: number = sight.none;
  #beforeColon = 0;
  #beforeAt = 0;
  /** Where the key ends that a word was found in last. */
  #keyEnd = 0;

  constructor(more: readonly string[]) {
    const words = anchorsWith(more).map((anchor): Word => ({...anchor, bytes: Buffer.from(anchor.text)}));
    this.#words = new WordAutomaton(words, [quote, backslash]);
  }

  /** What lies between two offsets; all of it goes into `found`, without which the first that counts ends it. */
  search(bytes: Buffer, start: number, end: number, found?: Found): number {
    return this.#search(bytes, start, end, false, found);
  }

  /** The same for the string of JSON that opens at `start`; says where it ends, too. */
  searchString(bytes: Buffer, start: number): number {
    return this.#search(bytes, start + 1, bytes.length, true, undefined);
  }

  #search(bytes: Buffer, start: number, to: number, isString: boolean, found: Found | undefined): number {
    const words = this.#words;
    words.state = words.rows = 0;
    const first = words.next(bytes, start, to);
    if (isString && first < to && words.state === 0 && bytes[first] === quote) {
      this.end = first + 1;
      return this.#hasRun(bytes, start, first) ? sight.hit : sight.none;
    }
    this.#seen = sight.none;
    this.#beforeColon = this.#beforeAt = to;
    this.#keyEnd = start;
    let end = to;
    for (let at = first; at < to; at = words.next(bytes, at + 1, to)) {
      if (words.state !== 0) this.#note(bytes, at, to, isString, found);
      else if (bytes[at] === backslash) at = this.#passEscape(bytes, at);
      else if (isString) {
        end = at + 1;
        break;
      }
      if (this.#seen !== sight.hit || found !== undefined) continue;
      if (isString) this.end = endOfString(bytes, at);
      return sight.hit;
    }
    this.end = end;
    if (this.#beforeColon < end && has(colon, bytes, this.#beforeColon, end)) this.#seen = sight.hit;
    if (this.#beforeAt < end && has(atSign, bytes, this.#beforeAt, end)) this.#seen = sight.hit;
    if ((this.#seen === sight.hit && found === undefined) || !this.#hasRun(bytes, start, end))
      return this.#seen;
    found?.add('run');
    return sight.hit;
  }

  #hasRun(bytes: Buffer, start: number, end: number): boolean {
    return end - start >= shortestRun && (this.#words.rows & rowOfLarge) !== 0 && hasRun(bytes, start, end);
  }

  /** Of the backslashes at an offset, and what is escaped, the last byte. */
  #passEscape(bytes: Buffer, first: number): number {
    let at = first;
    while (at < bytes.length && bytes[at] === backslash) at++;
    if (isLetter(bytes, at)) this.#seen = sight.hit;
    return (at - first) % 2 === 1 && at < bytes.length && bytes[at] === quote ? at : at - 1;
  }

  #note(bytes: Buffer, at: number, to: number, isString: boolean, found: Found | undefined): void {
    for (const {bytes: word, form, before, anyCase} of this.#words.ending()) {
      const begin = at + 1 - word.length;
      if (anyCase !== true && !stands(word, bytes, begin)) continue;
      if (found !== undefined && form !== undefined) found.add(form);
      if (this.#seen === sight.none) this.#seen = sight.word;
      if (before === undefined) this.#seen = sight.hit;
      else if (before === '@') this.#beforeAt = Math.min(this.#beforeAt, begin);
      else {
        let keyEnd = Math.max(this.#keyEnd, at + 1);
        while (keyEnd < to && ofKey[bytes[keyEnd] as number] === 1) keyEnd++;
        this.#keyEnd = keyEnd;
        const isFollowed = keyEnd < to && behindKey[bytes[keyEnd] as number] === 1;
        if (isFollowed && !(isString && bytes[keyEnd] === quote)) this.#seen = sight.hit;
        else this.#beforeColon = Math.min(this.#beforeColon, begin);
      }
    }
  }
}

/** Whether behind a backslash a letter is written by its number, so that no word can be looked for. */
function isLetter(bytes: Buffer, at: number): boolean {
  if (at + 3 > bytes.length) return false;
  const first = bytes[at] as number;
  if (first === 0x78) return isHighDigit(bytes[at + 1] as number);
  if (first === 0x55) return bytes[at + 1] === 0x30;
  if (first !== 0x75 || bytes[at + 1] !== 0x30 || bytes[at + 2] !== 0x30 || at + 4 > bytes.length)
    return false;
  return isHighDigit(bytes[at + 3] as number);
}

function isHighDigit(byte: number): boolean {
  return byte >= 0x34 && byte <= 0x37;
}

function stands(word: Buffer, bytes: Buffer, start: number): boolean {
  for (let at = 0; at < word.length; at++) if (bytes[start + at] !== word[at]) return false;
  return true;
}

function has(byte: number, bytes: Buffer, start: number, end: number): boolean {
  for (let at = end - 1; at >= start; at--) if (bytes[at] === byte) return true;
  return false;
}

function tableOf(letter: RegExp): Uint8Array {
  return Uint8Array.from({length: 256}, (_, byte) => Number(letter.test(String.fromCharCode(byte))));
}
