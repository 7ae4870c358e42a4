import type {ItemDescription, OwnerReference, RawObject, ResourceType} from '@firefly/core';

import {applyEdits, type Edit, editedLength, writeEdited} from './edit.ts';

/**
 * An object with some of its values replaced and every other byte its own. `edits` are in order and lie apart. Reads
 * the original's bytes when it is written out, so it is valid for as long as the original is.
 */
export class RedactedObject implements RawObject {
  readonly stream = 'objects';
  readonly byteLength: number;
  readonly #original: RawObject;
  readonly #source: Buffer;
  readonly #edits: readonly Edit[];
  #bytes: Buffer | undefined;

  constructor(original: RawObject, source: Buffer, edits: readonly Edit[]) {
    this.#original = original;
    this.#source = source;
    this.#edits = edits;
    this.byteLength = editedLength(source, edits);
  }

  get type(): ResourceType {
    return this.#original.type;
  }

  get name(): string {
    return this.#original.name;
  }

  get namespace(): string | undefined {
    return this.#original.namespace;
  }

  get uid(): string | undefined {
    return this.#original.uid;
  }

  get ownerReferences(): readonly OwnerReference[] {
    return this.#original.ownerReferences;
  }

  get bytes(): Buffer {
    return (this.#bytes ??= applyEdits(this.#source, this.#edits));
  }

  copyTo(target: Uint8Array, offset: number) {
    writeEdited(this.#source, this.#edits, target, offset);
  }

  describe(): ItemDescription {
    return this.#original.describe();
  }

  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- what JSON holds, only its reader knows
  parse<T>(): T {
    return JSON.parse(this.bytes.toString()) as T;
  }
}
