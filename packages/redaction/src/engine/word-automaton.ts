/** Finds any of many words in one pass of one step for each byte (Aho and Corasick), letters in any case. */
export class WordAutomaton<T extends {readonly bytes: Uint8Array}> {
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

  constructor(words: readonly T[], stops: readonly number[]) {
    const classes = this.#classOf;
    for (const byte of stops) classes[byte] = 1;
    let last = 1;
    for (const {bytes} of words) for (const byte of bytes) classes[small(byte)] ||= ++last;
    for (let letter = 0x41; letter <= 0x5a; letter++) classes[letter] = classes[small(letter)] as number;
    this.#bits = 32 - Math.clz32(last);
    const children: Map<number, number>[] = [new Map()];
    for (const word of words) {
      let state = 0;
      for (const byte of word.bytes) {
        const next = children[state] as Map<number, number>;
        const letter = classes[small(byte)] as number;
        const known = next.get(letter);
        state = known ?? children.push(new Map()) - 1;
        if (known !== undefined) continue;
        next.set(letter, state);
        this.#ending.push([]);
      }
      this.#ending[state]?.push(word);
    }
    const size = children.length << this.#bits;
    this.#all = new Int32Array(size);
    this.#steps = size < 2 ** 16 ? new Uint16Array(size) : new Uint32Array(size);
    this.#special = 2 ** (8 * this.#steps.BYTES_PER_ELEMENT) - 1;
    this.#complete(children);
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

  ending(): readonly T[] {
    return this.#ending[this.state >> this.#bits] as readonly T[];
  }

  /** Where a word does not go on, what was read may be the beginning of another: of what is shorter, that is known. */
  #complete(children: readonly ReadonlyMap<number, number>[]): void {
    const bits = this.#bits;
    const all = this.#all;
    const steps = this.#steps;
    const ending = this.#ending;
    const shorter = new Int32Array(children.length);
    all[1] = ~0;
    steps[1] = this.#special;
    const queue = [0];
    for (const state of queue) {
      const row = state << bits;
      const other = (shorter[state] as number) << bits;
      all.copyWithin(row, other, other + (1 << bits));
      steps.copyWithin(row, other, other + (1 << bits));
      for (const [letter, to] of children[state] as ReadonlyMap<number, number>) {
        const instead = all[row + letter] as number;
        shorter[to] = (instead < 0 ? ~instead : instead) >> bits;
        const words = ending[to] as T[];
        words.push(...(ending[shorter[to]] as readonly T[]));
        all[row + letter] = words.length === 0 ? to << bits : ~(to << bits);
        steps[row + letter] = words.length === 0 ? to << bits : this.#special;
        queue.push(to);
      }
    }
  }
}

function small(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
}
