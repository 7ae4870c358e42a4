const width = 32;
/** What a letter is in a table, in any case; 0 for what is in no word. */
const classOf = Uint8Array.from({length: 128}, (_, code) => {
  const letter = String.fromCharCode(code).toLowerCase();
  return 'abcdefghijklmnopqrstuvwxyz_'.indexOf(letter) + 1 || 28 * Number(/\d/.test(letter));
});

/** Endings of which each counts for the whole word alone. */
export const whole = (endings: string): string => endings.replaceAll(/\S+/g, '^$&');

/**
 * What words say by how they end: a trie, from the last letter backwards. An ending that begins with `^` is a whole word.
 * What several say is added up; of those bits that are in `one`, the longest ending's count.
 */
export class WordEndings {
  readonly #next: Uint16Array;
  readonly #ends: Int32Array;
  readonly #whole: Int32Array;
  readonly #one: number;

  constructor(says: readonly (readonly [bits: number, endings: string])[], one: number) {
    this.#one = one;
    const words = says.flatMap(([bits, endings]) => endings.split(' ').map((word) => ({bits, word})));
    const size = words.reduce((sum, {word}) => sum + word.length, 1);
    const next = new Uint16Array(size * width);
    this.#ends = new Int32Array(size);
    this.#whole = new Int32Array(size);
    let last = 0;
    for (const {bits, word} of words) {
      let state = 0;
      for (let from = word.length - 1; from >= 0 && word[from] !== '^'; from--) {
        const at = state * width + (classOf[word.charCodeAt(from)] as number);
        state = next[at] ||= ++last;
      }
      const says = word.startsWith('^') ? this.#whole : this.#ends;
      says[state] = (says[state] as number) | bits;
    }
    this.#next = next.slice(0, (last + 1) * width);
  }

  /** Of the word between two offsets; 0 where it says nothing. */
  of(text: string, start: number, end: number): number {
    let state = 0;
    let says = 0;
    const next = this.#next;
    for (let at = end - 1; at >= start; at--) {
      const code = text.charCodeAt(at);
      state = code < 128 ? (next[state * width + (classOf[code] as number)] as number) : 0;
      if (state === 0) return says;
      says = (this.#ends[state] as number) || says;
    }
    const whole = this.#whole[state] as number;
    return whole | ((whole & this.#one) === 0 ? says : says & ~this.#one);
  }
}
