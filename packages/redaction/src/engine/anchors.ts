import {type TellingForm, tellingForms} from '../detectors/telling-value.ts';

/** Stems of what telling keys have in them, in the cases in which people write them. */
const stems = 'pass pwd pw secret token key cred auth dsn unseal psk salt phrase cookie licen login mnemonic'
  .split(' ')
  .flatMap((stem) => [stem, stem.toUpperCase(), (stem[0] as string).toUpperCase() + stem.slice(1)]);
/** Letters that are written as escapes, so that no word can be looked for. */
const hidden = ['u004', 'u005', 'u006', 'u007', 'x4', 'x5', 'x6', 'x7', 'U0000']
  .map((code) => `\\${code}`)
  .concat('binary');

/** Shorter runs of base64 letters are words. */
const shortestRun = 20;

const isRunLetter = new Uint8Array(256);
for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/') {
  isRunLetter[letter.charCodeAt(0)] = 1;
}

/** Looks for many words in one pass over bytes (Aho and Corasick), and for runs of base64. */
export interface AnchorSearch {
  /** Where each word ends, and where each run has become long enough, in order. */
  find(bytes: Uint8Array): number[];
  /** The forms of which a word is in these bytes, and whether there is a run of base64. */
  forms(bytes: Uint8Array): {readonly forms: ReadonlySet<TellingForm>; readonly hasRun: boolean};
}

/** A search for the words of all detectors, and for these. */
export function createAnchorSearch(more: readonly string[]): AnchorSearch {
  const ofForms = tellingForms.flatMap((form) => form.anchors.map((anchor) => ({anchor, form})));
  const wanted = [...ofForms.map(({anchor}) => anchor), ...stems, ...hidden, ...more];
  const {classes, next, isEnd, wordsOf} = automaton(wanted.map((word) => Buffer.from(word)));
  return {
    forms(bytes) {
      const found = new Set<TellingForm>();
      let hasRun = false;
      let run = 0;
      let state = 0;
      for (let at = 0; at < bytes.length; at++) {
        const byte = bytes[at] as number;
        state = next[state + (classes[byte] as number)] as number;
        run = isRunLetter[byte] === 1 ? run + 1 : 0;
        if (run === shortestRun) hasRun = true;
        if (isEnd[state] !== 1) continue;
        for (const word of wordsOf.get(state) ?? []) {
          const form = ofForms[word]?.form;
          if (form !== undefined) found.add(form);
        }
      }
      return {forms: found, hasRun};
    },
    find(bytes) {
      const hits: number[] = [];
      let state = 0;
      let run = 0;
      const {length} = bytes;
      for (let at = 0; at < length; at++) {
        const byte = bytes[at] as number;
        state = next[state + (classes[byte] as number)] as number;
        if (isRunLetter[byte] === 1) {
          if (++run === shortestRun) hits.push(at);
        } else run = 0;
        if (isEnd[state] === 1) hits.push(at);
      }
      return hits;
    },
  };
}

/** States are offsets of their rows; bytes that no word has share a column. */
function automaton(words: readonly Buffer[]) {
  const classes = new Uint8Array(256);
  let width = 1;
  for (const byte of words.flatMap((word) => [...word])) classes[byte] ||= width++;
  const most = words.reduce((sum, {length}) => sum + length, 1) * width;
  const next = new Uint32Array(most);
  const isEnd = new Uint8Array(most);
  let states = width;
  const wordsOf = new Map<number, number[]>();
  for (const [index, word] of words.entries()) {
    let state = 0;
    for (const byte of word) {
      const at = state + (classes[byte] as number);
      if (next[at] === 0) {
        next[at] = states;
        states += width;
      }
      state = next[at] as number;
    }
    isEnd[state] = 1;
    wordsOf.set(state, [...(wordsOf.get(state) ?? []), index]);
  }
  // Breadth first: where a state does not go on, it goes on as its longest suffix that is a state does.
  const suffixes = new Uint32Array(most);
  const queue: number[] = [];
  for (let column = 0; column < width; column++) if (next[column] !== 0) queue.push(next[column] as number);
  for (const state of queue) {
    const suffix = suffixes[state] as number;
    if (isEnd[suffix] === 1) {
      isEnd[state] = 1;
      wordsOf.set(state, [...(wordsOf.get(state) ?? []), ...(wordsOf.get(suffix) ?? [])]);
    }
    for (let column = 0; column < width; column++) {
      const after = next[suffix + column] as number;
      const own = next[state + column] as number;
      if (own === 0) next[state + column] = after;
      else {
        suffixes[own] = after;
        queue.push(own);
      }
    }
  }
  return {classes, next, isEnd, wordsOf};
}
