/**
 * A growing list of numbers at their bare size: 4 bytes each, or 8 for positions beyond 4 GiB, where an ordinary
 * array takes 8 to 24. A million objects have a dozen such numbers each. It grows by pieces, so that growing neither
 * copies nor needs the double for a moment; only the first piece begins small, since most lists are short.
 */
export interface NumberColumn {
  readonly length: number;
  push(value: number): void;
  /** The caller keeps `index` below `length`. */
  at(index: number): number;
  set(index: number, value: number): void;
}

type Numbers = Uint32Array | Float64Array;

/** An empty column: `uint32` for indexes and lengths, `float64` for positions in a file. */
export function createNumberColumn(width: 'uint32' | 'float64'): NumberColumn {
  return new PiecewiseColumn(width === 'uint32' ? Uint32Array : Float64Array);
}

const pieceBits = 12;
const pieceLength = 1 << pieceBits;
const pieceMask = pieceLength - 1;
const firstLength = 16;

class PiecewiseColumn implements NumberColumn {
  readonly #type: new (length: number) => Numbers;
  readonly #pieces: Numbers[] = [];
  /** Numbers that the pieces have room for. */
  #room = 0;
  length = 0;

  constructor(type: new (length: number) => Numbers) {
    this.#type = type;
  }

  push(value: number) {
    if (this.length === this.#room) this.#grow();
    this.set(this.length++, value);
  }

  #grow() {
    const [first] = this.#pieces;
    if (this.#room >= pieceLength) {
      this.#pieces.push(new this.#type(pieceLength));
      this.#room += pieceLength;
      return;
    }
    const larger = new this.#type(Math.max(firstLength, 2 * this.#room));
    if (first !== undefined) larger.set(first);
    this.#pieces[0] = larger;
    this.#room = larger.length;
  }

  at(index: number) {
    return this.#pieceOf(index)[index & pieceMask] as number;
  }

  set(index: number, value: number) {
    this.#pieceOf(index)[index & pieceMask] = value;
  }

  #pieceOf(index: number) {
    return this.#pieces[index >>> pieceBits] as Numbers;
  }
}
