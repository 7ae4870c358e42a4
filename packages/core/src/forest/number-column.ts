/**
 * A growing list of numbers at their bare size: 4 bytes each, or 8 for positions beyond 4 GiB, where an ordinary
 * array takes 8 to 24. A million objects have a dozen such numbers each. It grows by pieces, so that growing neither
 * copies nor needs the double for a moment.
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

class PiecewiseColumn implements NumberColumn {
  readonly #type: new (length: number) => Numbers;
  readonly #pieces: Numbers[] = [];
  length = 0;

  constructor(type: new (length: number) => Numbers) {
    this.#type = type;
  }

  push(value: number) {
    if ((this.length & pieceMask) === 0) this.#pieces.push(new this.#type(pieceLength));
    this.set(this.length++, value);
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
