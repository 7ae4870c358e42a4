import {goJson} from '../go-json.ts';
import {writeFiller} from './filler.ts';
import type {Position} from './segment.ts';
import {type Slot, slotOf} from './slots.ts';

/** A text that is filled up to an object's exact size. */
export const fillerMark = '${filler}';

const filler: Slot = {text: () => '', longest: 0};

/** A manifest's JSON text with slots, compiled so that writing one object is copying and filling in. */
export class ObjectTemplate {
  readonly #chunks: readonly Buffer[];
  readonly #slots: readonly Slot[];
  /** Bytes without what the slots give. */
  readonly #fixedBytes: number;
  /** Bytes that an object has about, before it is filled up. */
  readonly usualBytes: number;
  /** No object that this writes is longer. */
  readonly largest: number;
  readonly #bytes: number;

  /** `bytes`: exact size of each object; it needs a place for the filler. */
  constructor(value: unknown, bytes = 0) {
    const parts = goJson(value)
      .replaceAll(/"=([^"]*)"/g, '$1')
      .split(/\$\{([^}]+)\}/);
    this.#chunks = parts.filter((_, index) => index % 2 === 0).map((part) => Buffer.from(part));
    this.#slots = parts
      .filter((_, index) => index % 2 === 1)
      .map((words) => (words === 'filler' ? filler : slotOf(words)));
    this.#fixedBytes = this.#chunks.reduce((sum, chunk) => sum + chunk.length, 0);
    const slotBytes = this.#slots.reduce((sum, slot) => sum + slot.longest, 0);
    this.largest = Math.max(bytes, this.#fixedBytes + slotBytes);
    // Names, UIDs and times take a quarter of the room that slots have.
    this.usualBytes = this.#fixedBytes + slotBytes / 4;
    this.#bytes = bytes;
  }

  /** Writes the object; returns the end offset. */
  write(position: Position, target: Buffer, offset: number): number {
    const fill = this.#bytes === 0 ? 0 : this.#bytes - this.#length(position);
    let end = offset;
    for (let index = 0; index < this.#chunks.length; index++) {
      const chunk = this.#chunks[index];
      if (chunk !== undefined) end += chunk.copy(target, end);
      const slot = this.#slots[index];
      if (slot === undefined) continue;
      if (slot === filler) end = writeFiller(position.chance(103), fill, target, end);
      else end += target.write(slot.text(position), end, 'latin1');
    }
    return end;
  }

  #length(position: Position): number {
    // Texts are ASCII, so their lengths are their bytes.
    return this.#slots.reduce((sum, slot) => sum + slot.text(position).length, this.#fixedBytes);
  }
}
