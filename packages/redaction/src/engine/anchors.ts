import {type TellingForm, tellingForms} from '../detectors/telling-value.ts';

/** A word that detectors anchor on: without one of them nothing in a text is of interest. */
export interface Anchor {
  readonly text: string;
  /** The form of secrets that has it. */
  readonly form?: TellingForm;
  /** In a text it counts before a sign alone: one between a key and its value, or `@`. */
  readonly before?: 'sign' | '@';
  /** Written in any case. */
  readonly anyCase?: true;
  /** It stands for a run of letters that may be base64, or a token. */
  readonly isRun?: true;
}

/** What a search found. */
export const sight = {
  none: 0,
  /** A word that counts before a sign alone, which does not come. */
  word: 1,
  /** A word, or a run of letters, that may be of something. */
  hit: 2,
} as const;

/**
 * Whether words of any detector, or runs of base64, lie between two offsets; to `found` all of them are added, without it
 * the search ends with the first that counts.
 */
export type AnchorSearch = (bytes: Uint8Array, start: number, end: number, found?: Anchor[]) => number;

const stems =
  'pass pwd pw secret token key cred auth dsn unseal psk salt phrase cookie licen login mnemonic bearer'
    .split(' ')
    .concat('identified by');
/** Letters that are written as escapes, so that no word can be looked for; and what is no word of a key. */
const aloud = [
  '\\u004',
  '\\u005',
  '\\u006',
  '\\u007',
  '\\U0',
  '\\x4',
  '\\x5',
  '\\x6',
  '\\x7',
  'Secret',
  'binary',
];
const run: Anchor = {text: '', isRun: true};

/** What stands between a key and its value, in any format. */
const isSign = Uint8Array.from({length: 256}, (_, byte) =>
  Number(/[=:\s>,\\]/.test(String.fromCharCode(byte))),
);
const isAt = Uint8Array.from({length: 256}, (_, byte) => Number(byte === 0x40));
/** Shorter runs of base64 letters are words. */
const shortestRun = 20;
/** Classes of bytes, so that three of them make a small number; letters have one for both cases. */
const classBits = 5;
const classOf = new Uint8Array(256);
for (let letter = 1; letter <= 26; letter++) classOf[0x40 + letter] = classOf[0x60 + letter] = letter;
for (const [index, signs] of ['0123456789', '/', ':', '-', '$@=_~<>+\\'].entries())
  for (const sign of signs) classOf[sign.charCodeAt(0)] = 27 + index;
const ofRun = new Uint8Array(256);
for (let byte = 0x2b; byte <= 0x7a; byte++) ofRun[byte] = Number(/[\w+/-]/.test(String.fromCharCode(byte)));

/** A search for the words of all detectors, and for these, three letters at least, in any case. */
export function createAnchorSearch(more: readonly string[]): AnchorSearch {
  const {slots, lists} = tableOf([
    ...stems.map((text): Anchor => ({text, before: 'sign', anyCase: true})),
    ...tellingForms
      .filter(({isRun}) => isRun === undefined)
      .flatMap((form) =>
        form.anchors.map((text): Anchor => ({text, form, ...(form.before === '@' ? {before: '@'} : {})})),
      ),
    ...aloud.map((text): Anchor => ({text})),
    ...more.map((word): Anchor => ({text: word.toLowerCase(), anyCase: true})),
  ]);
  return (bytes, start, end, found) => {
    let seen: number = sight.none;
    let lastSign = -1;
    let lastAt = -1;
    let first = classOf[bytes[start] as number] as number;
    for (let at = start; at + 2 < end; at += 2) {
      const third = classOf[bytes[at + 2] as number] as number;
      const second = classOf[bytes[at + 1] as number] as number;
      const slot = slots[(first << (2 * classBits)) | (second << classBits) | third] as number;
      first = third;
      if (slot === 0) continue;
      const candidates = lists[slot] as readonly Candidate[];
      for (let index = 0; index < candidates.length; index++) {
        const candidate = candidates[index] as Candidate;
        // Mostly it is none, as the letters at both ends of the word show.
        const from = at - candidate.offset;
        if (((bytes[from] as number) | 0x20) !== candidate.first) continue;
        if (((bytes[from + candidate.tail] as number) | 0x20) !== candidate.last) continue;
        const {anchor, word} = candidate;
        if (from < start || !stands(word, bytes, from, end, anchor.anyCase === true)) continue;
        found?.push(anchor);
        if (seen === sight.hit) continue;
        seen = sight.word;
        // Looked for once: a text may have a word in it a thousand times, and nothing behind it.
        if (anchor.before === 'sign') {
          if (lastSign === -1) lastSign = lastOf(isSign, bytes, start, end);
          if (from > lastSign) continue;
        } else if (anchor.before === '@') {
          if (lastAt === -1) lastAt = lastOf(isAt, bytes, start, end);
          if (from > lastAt) continue;
        }
        seen = sight.hit;
        if (found === undefined) return seen;
      }
    }
    if (end - start < shortestRun || !hasRun(bytes, start, end)) return seen;
    found?.push(run);
    return sight.hit;
  };
}

interface Candidate {
  readonly anchor: Anchor;
  readonly word: Uint8Array;
  /** Of the three bytes within the word. */
  readonly offset: number;
  /** Its first letter and its last, in small letters, and where that is. */
  readonly first: number;
  readonly last: number;
  readonly tail: number;
}

/** Letters by how common they are; digits and signs are rarer. */
const commonLetters = ' "etaoinsrhldcumpfgykwvbxzjq';

/**
 * Three bytes are looked at at every other offset: of each word those at an even and those at an odd place, the rarest.
 */
function tableOf(anchors: readonly Anchor[]) {
  const bySlot = new Map<number, Candidate[]>();
  for (const anchor of anchors) {
    const word = Buffer.from(anchor.text);
    const [first, last] = [word[0], word.at(-1)].map((byte) => (byte as number) | 0x20) as [number, number];
    const rarity = (offset: number) =>
      [0, 1, 2].reduce((sum, at) => {
        const place = commonLetters.indexOf(anchor.text.charAt(offset + at).toLowerCase() || ' ');
        return sum + (place === -1 ? 12 : place);
      }, 0);
    const offsets = Array.from({length: Math.max(2, word.length - 1)}, (_, index) => index - 1);
    for (const parity of [0, 1]) {
      const own = offsets.filter((offset) => Math.abs(offset % 2) === parity);
      const offset = own.reduce((best, one) => (rarity(one) > rarity(best) ? one : best));
      for (const slot of slotsOf([word[offset], word[offset + 1], word[offset + 2]])) {
        const list = bySlot.get(slot) ?? [];
        bySlot.set(slot, [...list, {anchor, word, offset, first, last, tail: word.length - 1}]);
      }
    }
  }
  const slots = new Uint16Array(1 << (3 * classBits));
  const lists: (readonly Candidate[])[] = [[]];
  for (const [slot, list] of bySlot) slots[slot] = lists.push(list) - 1;
  return {slots, lists};
}

/** The numbers of three bytes, for any byte in the place of one that is not given. */
function slotsOf(three: readonly (number | undefined)[]): readonly number[] {
  let slots = [0];
  for (const byte of three) {
    const classes = byte === undefined ? [...Array(1 << classBits).keys()] : [classOf[byte] as number];
    slots = slots.flatMap((slot) => classes.map((one) => (slot << classBits) | one));
  }
  return slots;
}

function stands(word: Uint8Array, bytes: Uint8Array, start: number, end: number, anyCase: boolean): boolean {
  if (start + word.length > end) return false;
  for (let at = 0; at < word.length; at++) {
    const byte = bytes[start + at] as number;
    const isLarge = anyCase && byte >= 0x41 && byte <= 0x5a;
    if ((isLarge ? byte + 0x20 : byte) !== word[at]) return false;
  }
  return true;
}

/** Where the last byte of a kind is; before `start` for none. */
function lastOf(kind: Uint8Array, bytes: Uint8Array, start: number, end: number): number {
  let at = end - 1;
  while (at >= start && kind[bytes[at] as number] === 0) at--;
  return Math.max(at, start - 1, 0);
}

/** Of as many bytes as a run has at least the last is looked at first. */
function hasRun(bytes: Uint8Array, start: number, end: number): boolean {
  let from = start;
  for (let at = start + shortestRun - 1; at < end; at += shortestRun) {
    let before = at;
    while (before >= from && ofRun[bytes[before] as number] === 1) before--;
    from = before + 1;
    if (at - before < shortestRun) {
      at = before;
      continue;
    }
    while (at < end && ofRun[bytes[at] as number] === 1) at++;
    if (isMixed(bytes, from, at)) return true;
    from = at;
  }
  return false;
}

/** Whether a run is not of words or of digits alone: base64 of anything, and tokens, have both cases in them. */
function isMixed(bytes: Uint8Array, start: number, end: number): boolean {
  let hasSmall = false;
  let hasLarge = false;
  let isOdd = false;
  let wasLarge = false;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number;
    const isLarge = byte >= 0x41 && byte <= 0x5a;
    // A digit or a plus, or two large letters together.
    if ((isLarge && wasLarge) || byte === 0x2b || (byte >= 0x30 && byte <= 0x39)) isOdd = true;
    if (byte >= 0x61) hasSmall = true;
    if (isLarge) hasLarge = true;
    if (hasSmall && hasLarge && isOdd) return true;
    wasLarge = isLarge;
  }
  return false;
}
