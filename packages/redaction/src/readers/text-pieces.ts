import {skipSpace} from './json-text.ts';

/** What one letter behind a backslash stands for: mostly itself. */
const escaped = Uint8Array.from({length: 256}, (_, byte) => byte);
for (const pair of 'b\b f\f n\n r\r t\t 0\0 a\x07 v\v e\x1B N\x85 _\xA0'.split(' '))
  escaped[pair.charCodeAt(0)] = pair.charCodeAt(1);
const hexLengths: Readonly<Record<number, number>> = {0x78: 2, 0x75: 4, 0x55: 8};

/** From here on the engine's own copy beats a loop. */
const longPiece = 32;

/** A text that is put together, and where in the document each of its parts comes from. */
export class TextPieces {
  readonly #source: Buffer;
  readonly #target: Buffer;
  readonly #decoded: number[] = [];
  readonly #raw: number[] = [];
  #distance = Number.NaN;
  #length = 0;

  constructor(source: Buffer, most: number) {
    this.#source = source;
    this.#target = Buffer.allocUnsafe(most);
  }

  copy(from: number, to: number): void {
    this.#note(from);
    const source = this.#source;
    const target = this.#target;
    let length = this.#length;
    if (to - from > longPiece) length += source.copy(target, length, from, to);
    else for (let at = from; at < to; at++) target[length++] = source[at] as number;
    this.#length = length;
  }

  /** Resolves the escape at an offset; returns the offset behind it. */
  unescape(at: number, end: number): number {
    this.#note(at);
    const letter = this.#source[at + 1] ?? 0x5c;
    // The line goes on behind its break, and the space before what follows.
    if (letter === 0x0a || letter === 0x0d) return Math.min(skipSpace(this.#source, at + 1), end);
    const digits = hexLengths[letter] ?? 0;
    const code = digits === 0 ? -1 : this.#hex(at + 2, digits);
    if (code < 0 || code > 0x10_ff_ff) {
      this.#write(escaped[letter] as number);
      return Math.min(at + 2, end);
    }
    const isHalf =
      code >= 0xd8_00 && code < 0xdc_00 && this.#source.toString('latin1', at + 6, at + 8) === '\\u';
    const low = isHalf ? this.#hex(at + 8, 4) : -1;
    const isPair = low >= 0xdc_00 && low < 0xe0_00;
    this.#write(isPair ? 0x1_00_00 + ((code - 0xd8_00) << 10) + (low - 0xdc_00) : code);
    return at + 2 + digits + (isPair ? 6 : 0);
  }

  done(): {readonly bytes: Buffer; readonly rawOffset: (offset: number) => number} {
    return {bytes: this.#target.subarray(0, this.#length), rawOffset: (offset) => this.#rawOffset(offset)};
  }

  #rawOffset(offset: number): number {
    let low = 0;
    for (let high = this.#decoded.length - 1; low < high;) {
      const middle = (low + high + 1) >> 1;
      if ((this.#decoded[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return (this.#raw[low] ?? 0) + offset - (this.#decoded[low] ?? 0);
  }

  #note(raw: number): void {
    if (raw - this.#length === this.#distance) return;
    this.#distance = raw - this.#length;
    this.#decoded.push(this.#length);
    this.#raw.push(raw);
  }

  #write(point: number): void {
    if (point < 0x80) this.#target[this.#length++] = point;
    else this.#length += this.#target.write(String.fromCodePoint(point), this.#length);
  }

  /** What so many digits say; -1 where they are none. */
  #hex(at: number, digits: number): number {
    const text = this.#source.toString('latin1', at, at + digits);
    return text.length === digits && /^[\da-f]+$/i.test(text) ? Number.parseInt(text, 16) : -1;
  }
}
