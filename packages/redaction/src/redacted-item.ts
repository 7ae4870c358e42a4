import {
  asBuffer,
  isRawObject,
  type ItemDescription,
  type OwnerReference,
  type RawObject,
  type ResourceType,
  type StreamItem,
} from '@firefly/core';

import {applyEdits, type Edit, editedLength, writeEdited} from './edit.ts';

/** The JSON text of an item: an object's own memory, a copy of any other's. */
export function bytesOf(item: StreamItem): Buffer {
  if (isRawObject(item)) return asBuffer(item.bytes);
  const bytes = Buffer.allocUnsafe(item.byteLength);
  item.copyTo(bytes, 0);
  return bytes;
}

/**
 * The item with these edits made, which are in order and lie apart, and every other byte its own. It reads the original's
 * bytes when it is written out, so it is valid for as long as the original is.
 */
export function redactedItem(item: StreamItem, bytes: Buffer, edits: readonly Edit[]): StreamItem {
  return isRawObject(item) ? new RedactedObject(item, bytes, edits) : new RedactedItem(item, bytes, edits);
}

class RedactedItem<T extends StreamItem> implements StreamItem {
  readonly stream: T['stream'];
  readonly byteLength: number;
  protected readonly original: T;
  protected readonly source: Buffer;
  protected readonly edits: readonly Edit[];

  constructor(original: T, source: Buffer, edits: readonly Edit[]) {
    this.stream = original.stream;
    this.byteLength = editedLength(source, edits);
    this.original = original;
    this.source = source;
    this.edits = edits;
  }

  copyTo(target: Uint8Array, offset: number) {
    writeEdited(this.source, this.edits, target, offset);
  }

  describe(): ItemDescription {
    return this.original.describe();
  }
}

class RedactedObject extends RedactedItem<RawObject> implements RawObject {
  #bytes: Buffer | undefined;

  get type(): ResourceType {
    return this.original.type;
  }

  get name(): string {
    return this.original.name;
  }

  get namespace(): string | undefined {
    return this.original.namespace;
  }

  get uid(): string | undefined {
    return this.original.uid;
  }

  get ownerReferences(): readonly OwnerReference[] {
    return this.original.ownerReferences;
  }

  get bytes(): Buffer {
    return (this.#bytes ??= applyEdits(this.source, this.edits));
  }

  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- what JSON holds, only its reader knows
  parse<T>(): T {
    return JSON.parse(this.bytes.toString()) as T;
  }
}
