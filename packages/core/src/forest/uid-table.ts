import {createNumberColumn, type NumberColumn} from './number-column.ts';

/**
 * Numbers for UIDs, 0, 1, 2 …: a UUID takes some 24 bytes here instead of the 80 of a string in a Map, and an edge 4.
 * A UID that is not a canonical UUID (aggregated APIs may serve anything) lies in an ordinary Map.
 */
export interface UidTable {
  readonly length: number;
  /** The UID's number; a new one where it was not seen yet. */
  intern(uid: string): number;
  /** The UID as a JSON string, quotes included. */
  toJson(number: number): string;
  /** Length of that in UTF-8. */
  jsonBytes(number: number): number;
}

/** An empty table. Its hash is seeded anew each time, since owner references are anybody's to write. */
export function createUidTable(): UidTable {
  return new HashedUidTable();
}

const wordsOfUuid = 4;
const uuidJsonBytes = 38;

class HashedUidTable implements UidTable {
  /** 16 bytes a UID, by number; unused for those in `#others`. */
  readonly #words: NumberColumn = createNumberColumn('uint32');
  /** Open addressing: number + 1, or 0 where free; a power of two in size. */
  #slots = new Int32Array(4096);
  readonly #others = new Map<string, number>();
  readonly #otherJson = new Map<number, string>();
  readonly #seed = Math.floor(Math.random() * 2 ** 32);
  /** The UUID that is being looked up. */
  readonly #uuid = new Uint32Array(wordsOfUuid);
  #uuids = 0;

  get length() {
    return this.#words.length / wordsOfUuid;
  }

  intern(uid: string) {
    return readUuid(uid, this.#uuid) ? this.#internUuid() : this.#internOther(uid);
  }

  toJson(number: number) {
    const json = this.#otherJson.get(number);
    if (json !== undefined) return json;
    let hex = '';
    for (let word = 0; word < wordsOfUuid; word++) {
      hex += this.#word(number, word).toString(16).padStart(8, '0');
    }
    return `"${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}"`;
  }

  jsonBytes(number: number) {
    const json = this.#otherJson.get(number);
    return json === undefined ? uuidJsonBytes : Buffer.byteLength(json);
  }

  #internUuid() {
    const [a = 0, b = 0, c = 0, d = 0] = this.#uuid;
    const mask = this.#slots.length - 1;
    let slot = this.#hash(a, b, c, d) & mask;
    for (let held = this.#slots[slot] ?? 0; held !== 0; held = this.#slots[slot] ?? 0) {
      const at = (held - 1) * wordsOfUuid;
      const words = this.#words;
      if (words.at(at) === a && words.at(at + 1) === b && words.at(at + 2) === c && words.at(at + 3) === d) {
        return held - 1;
      }
      slot = (slot + 1) & mask;
    }
    const number = this.#push(a, b, c, d);
    this.#slots[slot] = number + 1;
    if (++this.#uuids * 3 > this.#slots.length * 2) this.#rehash();
    return number;
  }

  #internOther(uid: string) {
    const known = this.#others.get(uid);
    if (known !== undefined) return known;
    const number = this.#push(0, 0, 0, 0);
    this.#others.set(uid, number);
    this.#otherJson.set(number, JSON.stringify(uid));
    return number;
  }

  #push(a: number, b: number, c: number, d: number) {
    const number = this.length;
    this.#words.push(a);
    this.#words.push(b);
    this.#words.push(c);
    this.#words.push(d);
    return number;
  }

  #rehash() {
    this.#slots = new Int32Array(this.#slots.length * 2);
    const mask = this.#slots.length - 1;
    for (let number = 0; number < this.length; number++) {
      if (this.#otherJson.has(number)) continue;
      const hash = this.#hash(
        this.#word(number, 0),
        this.#word(number, 1),
        this.#word(number, 2),
        this.#word(number, 3),
      );
      let slot = hash & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = number + 1;
    }
  }

  #word(number: number, word: number) {
    return this.#words.at(number * wordsOfUuid + word);
  }

  #hash(a: number, b: number, c: number, d: number) {
    let hash = this.#seed;
    hash = mix(hash ^ a);
    hash = mix(hash ^ b);
    hash = mix(hash ^ c);
    return mix(hash ^ d);
  }
}

/** The finalizer of MurmurHash3: every bit of the input changes half of the output's. */
function mix(value: number): number {
  let mixed = value;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

/** Reads a canonical UUID, lower-case as the API server writes it, into four words; false for anything else. */
function readUuid(text: string, words: Uint32Array): boolean {
  if (text.length !== 36) return false;
  let word = 0;
  let digits = 0;
  for (let index = 0; index < 36; index++) {
    const code = text.charCodeAt(index);
    if (index === 8 || index === 13 || index === 18 || index === 23) {
      if (code !== 45) return false;
      continue;
    }
    let digit: number;
    if (code >= 48 && code <= 57) digit = code - 48;
    else if (code >= 97 && code <= 102) digit = code - 87;
    else return false;
    word = (word << 4) | digit;
    digits++;
    if ((digits & 7) === 0) words[(digits >> 3) - 1] = word;
  }
  return true;
}
