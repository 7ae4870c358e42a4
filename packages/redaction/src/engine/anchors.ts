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

/** What a word says by itself, and what must come after it: kinds of words as bits. */
const tellsAtOnce = 1;
const tellsBeforeSign = 2;
const tellsBeforeAt = 4;
const kindBits = 3;
/** Of each byte: the column of the automaton, the kinds of words that it makes tell, whether base64 has it. */
const columnMask = 0xff;
const kindShift = 8;
const runLetter = 1 << 11;

/** Looks for the words of all detectors in one pass over bytes (Aho and Corasick), and for runs of base64. */
export interface AnchorSearch {
  /**
   * Whether any reader may find something in this stretch of a document or a text, which need not be decoded. A word
   * that keys have in them counts only before a sign that may stand between a key and its value.
   */
  isIn(bytes: Uint8Array, start: number, end: number): boolean;
  /** The forms of which a word is in these bytes, and whether there is a run of base64. */
  forms(bytes: Uint8Array): {readonly forms: ReadonlySet<TellingForm>; readonly hasRun: boolean};
}

/** A search for the words of all detectors, and for these. */
export function createAnchorSearch(more: readonly string[]): AnchorSearch {
  const ofForms = tellingForms.flatMap((form) =>
    form.anchors.map((anchor) => ({
      word: anchor,
      form,
      kind: form.before === '@' ? tellsBeforeAt : tellsAtOnce,
    })),
  );
  const {next, columns, wordsOf} = automaton([
    ...ofForms,
    ...stems.map((word) => ({word, kind: tellsBeforeSign})),
    // The kind of a manifest's copy may be its last word.
    ...[...hidden, 'Secret', ...more].map((word) => ({word, kind: tellsAtOnce})),
  ]);
  const letters = Uint16Array.from(columns, (column, byte) => {
    const letter = String.fromCharCode(byte);
    const kinds =
      tellsAtOnce | (/[=:\s>,\\]/.test(letter) ? tellsBeforeSign : 0) | (letter === '@' ? tellsBeforeAt : 0);
    return column | (kinds << kindShift) | (/[A-Za-z0-9+/]/.test(letter) ? runLetter : 0);
  });
  return {
    isIn(bytes, start, end) {
      let state = 0;
      let run = 0;
      let kinds = 0;
      for (let at = start; at < end; at++) {
        const letter = letters[bytes[at] as number] as number;
        state = next[(state >>> kindBits) + (letter & columnMask)] as number;
        kinds |= state;
        if ((kinds & (letter >>> kindShift) & 7) !== 0) return true;
        if ((letter & runLetter) === 0) run = 0;
        else if (++run === shortestRun) {
          if (isMixed(bytes, at)) return true;
          run = 0;
        }
      }
      return false;
    },
    forms(bytes) {
      const found = new Set<TellingForm>();
      let hasRun = false;
      let run = 0;
      let state = 0;
      for (const byte of bytes) {
        const letter = letters[byte] as number;
        state = next[(state >>> kindBits) + (letter & columnMask)] as number;
        run = (letter & runLetter) === 0 ? 0 : run + 1;
        if (run === shortestRun) hasRun = true;
        if ((state & (tellsAtOnce | tellsBeforeAt)) === 0) continue;
        for (const word of wordsOf.get(state >>> kindBits) ?? []) {
          const form = ofForms[word]?.form;
          if (form !== undefined) found.add(form);
        }
      }
      return {forms: found, hasRun};
    },
  };
}

/** Whether the run that ends here is not of words or of digits alone: base64 of anything has both cases in it. */
function isMixed(bytes: Uint8Array, end: number): boolean {
  const run = Buffer.from(bytes.buffer, bytes.byteOffset + end + 1 - shortestRun, shortestRun).toString(
    'latin1',
  );
  return /[A-Z]/.test(run) && /[A-Z]{2}|[\d+]/.test(run) && /[a-z]/.test(run);
}

/**
 * States are offsets of their rows, with the kinds of the words that end there in their low bits; bytes that no word
 * has share a column.
 */
function automaton(words: readonly {readonly word: string; readonly kind: number}[]) {
  const columns = new Uint8Array(256);
  let width = 1;
  for (const {word} of words) for (const byte of Buffer.from(word)) columns[byte] ||= width++;
  const most = words.reduce((sum, {word}) => sum + word.length, 1) * width;
  const next = new Uint32Array(most);
  const kinds = new Uint8Array(most);
  let states = width;
  const wordsOf = new Map<number, readonly number[]>();
  const wordsAt = (state: number) => wordsOf.get(state) ?? [];
  for (const [index, {word, kind}] of words.entries()) {
    let state = 0;
    for (const byte of Buffer.from(word)) {
      const at = state + (columns[byte] as number);
      if (next[at] === 0) {
        next[at] = states;
        states += width;
      }
      state = next[at] as number;
    }
    kinds[state] = (kinds[state] as number) | kind;
    wordsOf.set(state, [...wordsAt(state), index]);
  }
  // Breadth first: where a state does not go on, it goes on as its longest suffix that is a state does.
  const suffixes = new Uint32Array(most);
  const queue: number[] = [];
  for (let column = 0; column < width; column++) if (next[column] !== 0) queue.push(next[column] as number);
  for (const state of queue) {
    const suffix = suffixes[state] as number;
    kinds[state] = (kinds[state] as number) | (kinds[suffix] as number);
    if (wordsOf.has(suffix)) wordsOf.set(state, [...wordsAt(state), ...wordsAt(suffix)]);
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
  return {next: next.map((state) => (state << kindBits) | (kinds[state] as number)), columns, wordsOf};
}
