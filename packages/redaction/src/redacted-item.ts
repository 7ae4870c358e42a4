import {isRawObject, type RawObject, type StreamItem} from '@firefly/core';

import {applyEdits, type Edit, editedLength, writeEdited} from './edit.ts';
import {withBytes} from './with-bytes.ts';

/** The item with these edits made, in order and apart. It reads the original's bytes when it is written out. */
export function redactedItem(item: StreamItem, edits: readonly Edit[]): StreamItem {
  return isRawObject(item) ? new RedactedObject(item, edits) : new RedactedItem(item, edits);
}

class RedactedItem<T extends StreamItem> implements StreamItem {
  readonly stream: T['stream'];
  readonly byteLength: number;
  protected readonly original: T;
  protected readonly edits: readonly Edit[];

  constructor(original: T, edits: readonly Edit[]) {
    this.stream = original.stream;
    this.byteLength = editedLength(original.byteLength, edits);
    this.original = original;
    this.edits = edits;
  }

  copyTo(target: Uint8Array, offset: number) {
    withBytes(this.original, (source) => writeEdited(source, this.edits, target, offset));
  }

  describe() {
    return this.original.describe();
  }
}

class RedactedObject extends RedactedItem<RawObject> implements RawObject {
  #bytes: Buffer | undefined;

  get type() {
    return this.original.type;
  }

  get name() {
    return this.original.name;
  }

  get namespace() {
    return this.original.namespace;
  }

  get uid() {
    return this.original.uid;
  }

  get ownerReferences() {
    return this.original.ownerReferences;
  }

  get bytes(): Buffer {
    return (this.#bytes ??= withBytes(this.original, (source) => applyEdits(source, this.edits)));
  }

  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- what JSON holds, only its reader knows
  parse<T>(): T {
    return JSON.parse(this.bytes.toString()) as T;
  }
}
