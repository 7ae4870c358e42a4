import {createNumberColumn, type NumberColumn} from './number-column.ts';

/**
 * Numbers for UIDs, 0, 1, 2 …: a UUID takes some 24 bytes here instead of the 80 of a string in a Map, and an edge 4.
 * A UID that is not a canonical UUID (aggregated APIs may serve anything) lies in an ordinary Map.
 */
export interface UidTable {
  readonly length: number;
  /** The UID's number; a new one where it was not seen yet. */
  intern(uid: string): number;
  /**
   * Takes a UID that is known to be a new one. What finds it again, a third of its 24 bytes, is made only when `intern`
   * is called.
   */
  add(uid: string): void;
  /** Writes the UID as a JSON string, quotes included, and tells where it ends. */
  writeJson(number: number, target: Buffer, offset: number): number;
  /** Length of that. */
  jsonBytes(number: number): number;
}

/** An empty table. Its hash is seeded anew each time, since owner references are anybody's to write. */
export function createUidTable(): UidTable {
  return new HashedUidTable();
}

const wordsOfUuid = 4;
const uuidJsonBytes = 38;
const hexDigits = Buffer.from('0123456789abcdef');
const quote = 0x22;
const dash = 0x2d;
const noUuid = new Uint32Array(wordsOfUuid);

class HashedUidTable implements UidTable {
  /** 16 bytes a UID, by number; unused for those in `#others`. */
  readonly #words: NumberColumn = createNumberColumn('uint32');
  /** Open addressing: number + 1, or 0 where free; a power of two in size. */
  #slots = new Int32Array(16);
  readonly #others = new Map<string, number>();
  readonly #otherJson = new Map<number, string>();
  readonly #seed = Math.floor(Math.random() * 2 ** 32);
  /** The UUID that is being looked up. */
  readonly #uuid = new Uint32Array(wordsOfUuid);
  /** From this number on, UIDs have no slot yet. */
  #slotless = 0;

  get length() {
    return this.#words.length / wordsOfUuid;
  }

  intern(uid: string) {
    return readUuid(uid, this.#uuid) ? this.#internUuid() : this.#internOther(uid);
  }

  add(uid: string) {
    if (readUuid(uid, this.#uuid)) this.#push(this.#uuid);
    else this.#internOther(uid);
  }

  writeJson(number: number, target: Buffer, offset: number) {
    const json = this.#otherJson.size === 0 ? undefined : this.#otherJson.get(number);
    if (json !== undefined) return offset + target.write(json, offset);
    let at = offset;
    target[at++] = quote;
    for (let byte = 0; byte < wordsOfUuid * 4; byte++) {
      if (byte === 4 || byte === 6 || byte === 8 || byte === 10) target[at++] = dash;
      const value = this.#word(number, byte >> 2) >>> (24 - (byte & 3) * 8);
      target[at++] = hexDigits[(value >>> 4) & 15] as number;
      target[at++] = hexDigits[value & 15] as number;
    }
    target[at++] = quote;
    return at;
  }

  jsonBytes(number: number) {
    const json = this.#otherJson.get(number);
    return json === undefined ? uuidJsonBytes : Buffer.byteLength(json);
  }

  #internUuid() {
    this.#makeSlots();
    const uuid = this.#uuid;
    const mask = this.#slots.length - 1;
    let slot = this.#hash(uuid) & mask;
    for (let held = this.#slots[slot] ?? 0; held !== 0; held = this.#slots[slot] ?? 0) {
      if (this.#isAt(held - 1, uuid)) return held - 1;
      slot = (slot + 1) & mask;
    }
    const number = this.#push(uuid);
    this.#slots[slot] = number + 1;
    this.#slotless = this.length;
    return number;
  }

  #isAt(number: number, uuid: Uint32Array) {
    for (let word = 0; word < wordsOfUuid; word++) if (this.#word(number, word) !== uuid[word]) return false;
    return true;
  }

  #internOther(uid: string) {
    const known = this.#others.get(uid);
    if (known !== undefined) return known;
    const number = this.#push(noUuid);
    this.#others.set(uid, number);
    this.#otherJson.set(number, JSON.stringify(uid));
    return number;
  }

  #push(uuid: Uint32Array) {
    const number = this.length;
    // By index: iterating over a typed array is many times as slow.
    for (let word = 0; word < wordsOfUuid; word++) this.#words.push(uuid[word] as number);
    return number;
  }

  /** Slots for those that have none; a third of all stays free, so that a search is short. */
  #makeSlots() {
    const {length} = this;
    if (this.#slotless === length && length * 3 <= this.#slots.length * 2) return;
    let size = this.#slots.length;
    while (length * 3 > size * 2) size *= 2;
    if (size > this.#slots.length) {
      this.#slots = new Int32Array(size);
      this.#slotless = 0;
    }
    const mask = size - 1;
    const uuid = new Uint32Array(wordsOfUuid);
    for (; this.#slotless < length; this.#slotless++) {
      const number = this.#slotless;
      if (this.#otherJson.has(number)) continue;
      for (let word = 0; word < wordsOfUuid; word++) uuid[word] = this.#word(number, word);
      let slot = this.#hash(uuid) & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = number + 1;
    }
  }

  #word(number: number, word: number) {
    return this.#words.at(number * wordsOfUuid + word);
  }

  #hash(uuid: Uint32Array) {
    let hash = this.#seed;
    for (let word = 0; word < wordsOfUuid; word++) hash = mix(hash ^ (uuid[word] as number));
    return hash;
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
