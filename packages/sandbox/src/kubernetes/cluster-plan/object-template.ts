import {goJson} from '../go-json.ts';
import {writeFiller} from './filler.ts';
import type {Position} from './position.ts';

/** Gives the text of a slot. Plain ASCII that needs no escapes in JSON. */
export type SlotText = (position: Position) => string;

/** Bytes that a slot's text may have unless it says otherwise: more than any name of an object here. */
const slotLength = 128;
const opening = '\uE000';
const closing = '\uE001';
const rawOpening = '\uE002';

interface Slot {
  readonly text: SlotText;
  readonly longest: number;
}

const fillerSlot: Slot = {text: () => '', longest: 0};

/** Marks the places of a JSON value that differ from object to object, while the value is built. */
export class TemplateSlots {
  readonly all: Slot[] = [];

  readonly name = this.text((position) => position.name);
  readonly namespace = this.text((position) => position.namespace);
  readonly memberName = this.text((position) => position.memberName);
  readonly uid = this.text((position) => position.uid);
  readonly resourceVersion = this.text((position) => String(100_000 + (position.chance(101) % 4_000_000)));
  readonly created = this.text((position) => position.time(102));

  /** A slot inside of a string. */
  text(text: SlotText, longest = slotLength): string {
    this.all.push({text, longest});
    return `${opening}${this.all.length - 1}${closing}`;
  }

  /** A number that differs from object to object. */
  number(number: (position: Position) => number): string {
    this.all.push({text: (position) => String(number(position)), longest: slotLength});
    return `${rawOpening}${opening}${this.all.length - 1}${closing}${closing}`;
  }

  /** Where an object is filled up to its exact size. */
  filler(): string {
    this.all.push(fillerSlot);
    return `${opening}${this.all.length - 1}${closing}`;
  }

  /** JSON text that stands as it is: `9007199254740993`, `1e3`. */
  raw(json: string): string {
    return `${rawOpening}${json}${closing}`;
  }
}

/** How a template is compiled. */
export interface TemplateOptions {
  /** Exact size of each object in bytes; it needs a place for `filler`. */
  readonly bytes?: number;
}

/** JSON text with slots, compiled so that writing one object is copying and filling in. */
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

  constructor(value: unknown, slots: TemplateSlots, {bytes = 0}: TemplateOptions = {}) {
    const json = goJson(value).replaceAll(/"\uE002(.*?\uE001?)\uE001"/g, '$1');
    const parts = json.split(/\uE000(\d+)\uE001/);
    this.#chunks = parts.filter((_, index) => index % 2 === 0).map((part) => Buffer.from(part));
    this.#slots = parts
      .filter((_, index) => index % 2 === 1)
      .map((number) => slots.all[Number(number)])
      .filter((slot) => slot !== undefined);
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
      if (slot === fillerSlot) end = writeFiller(position.chance(103), fill, target, end);
      else end += target.write(slot.text(position), end, 'latin1');
    }
    return end;
  }

  #length(position: Position): number {
    // Texts are ASCII, so their lengths are their bytes.
    return this.#slots.reduce((sum, slot) => sum + slot.text(position).length, this.#fixedBytes);
  }
}
