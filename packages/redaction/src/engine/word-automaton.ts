/** A word that is looked for. */
export interface Wanted {
  readonly bytes: Uint8Array;
}

/** Finds any of many words in one pass of one step for each byte (Aho and Corasick), letters in any case. */
export class WordAutomaton<T extends Wanted> {
  /** What the bytes so far may be the beginning of. Nothing where one of the bytes came that nothing goes on behind. */
  state = 0;
  /** By bits, from which of the eight rows of ASCII and what is beyond the bytes so far were: large letters are of the third. */
  rows = 0;
  readonly #classOf = new Uint8Array(256);
  readonly #bits: number;
  /** By state and class of byte the next state; its complement where words end, or no word goes on. */
  readonly #all: Int32Array;
  /** The same in as little memory as it fits into, with `special` where the pass has to stop: most of it stays at hand. */
  readonly #steps: Uint16Array | Uint32Array;
  readonly #special: number;
  readonly #ending: T[][] = [[]];

  /** `stops` are in no word. */
  constructor(words: readonly T[], stops: readonly number[]) {
    const classes = this.#classOf;
    for (const byte of stops) classes[byte] = 1;
    let last = 1;
    for (const {bytes} of words) for (const byte of bytes) classes[small(byte)] ||= ++last;
    for (let letter = 0x41; letter <= 0x5a; letter++) classes[letter] = classes[small(letter)] as number;
    const bits = (this.#bits = 32 - Math.clz32(last));
    const next = new Int32Array(words.reduce((sum, {bytes}) => sum + bytes.length, 1) << bits);
    for (const word of words) {
      let state = 0;
      for (const byte of word.bytes) {
        const at = (state << bits) | (classes[small(byte)] as number);
        state = next[at] ||= this.#ending.push([]) - 1;
      }
      this.#ending[state]?.push(word);
    }
    this.#all = this.#completed(next);
    const Steps = this.#all.length < 2 ** 16 ? Uint16Array : Uint32Array;
    this.#steps = Steps.from(this.#all);
    this.#special = 2 ** (8 * Steps.BYTES_PER_ELEMENT) - 1;
    for (const [at, step] of this.#all.entries()) if (step < 0) this.#steps[at] = this.#special;
  }

  /** The first offset at which words end, or a stop stands; `to` for none. */
  next(bytes: Uint8Array, from: number, to: number): number {
    const steps = this.#steps;
    const special = this.#special;
    const classOf = this.#classOf;
    let {state, rows} = this;
    let at = from;
    for (; at < to; at++) {
      const byte = bytes[at] as number;
      rows |= 1 << (byte >> 5);
      const place = state + (classOf[byte] as number);
      state = steps[place] as number;
      if (state === special) {
        state = ~(this.#all[place] as number);
        break;
      }
    }
    this.state = state;
    this.rows = rows;
    return at;
  }

  /** The words that end where the pass has come to. */
  ending(): readonly T[] {
    return this.#ending[this.state >> this.#bits] as readonly T[];
  }

  /** Where a word does not go on, what was read may be the beginning of another: of what is shorter, that is known. */
  #completed(next: Int32Array): Int32Array {
    const width = 1 << this.#bits;
    const ending = this.#ending;
    const shorter = new Int32Array(ending.length);
    const queue = [0];
    for (const state of queue) {
      const other = shorter[state] as number;
      for (let at = 0; at < width; at++) {
        const to = next[state * width + at] as number;
        const instead = state === 0 ? 0 : (next[other * width + at] as number);
        if (to === 0) next[state * width + at] = instead;
        else {
          shorter[to] = instead;
          ending[to]?.push(...(ending[instead] as readonly T[]));
          queue.push(to);
        }
      }
    }
    return next.map((to, at) => {
      if (at % width === 1) return ~0;
      return ending[to]?.length === 0 ? to * width : ~(to * width);
    });
  }
}

/** In small letters. */
function small(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
}
