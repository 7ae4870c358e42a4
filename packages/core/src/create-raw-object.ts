import type {OwnerReference} from './owner-reference.ts';
import type {RawObject} from './stream-item.ts';
import type {ResourceType} from './resource-type.ts';

interface PartialMetadata {
  readonly name?: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly ownerReferences?: readonly OwnerReference[];
}

/** Keeps a byte order mark: it is sent with the other bytes, and no JSON. */
const decoder = new TextDecoder('utf-8', {ignoreBOM: true});

/**
 * A raw object over bytes that are already complete (`apiVersion` and `kind` in them): for sources other than a
 * list response, for redacted copies, for tests. Metadata is parsed at its first use and kept.
 */
export function createRawObject(type: ResourceType, bytes: Uint8Array): RawObject {
  return new CompleteObject(type, bytes);
}

class CompleteObject implements RawObject {
  readonly stream = 'objects';
  readonly type: ResourceType;
  readonly bytes: Uint8Array;
  #metadata: PartialMetadata | undefined;

  constructor(type: ResourceType, bytes: Uint8Array) {
    this.type = type;
    this.bytes = bytes;
  }

  get byteLength() {
    return this.bytes.byteLength;
  }

  get name() {
    return this.#parsed().name ?? '';
  }

  get namespace() {
    return this.#parsed().namespace;
  }

  get uid() {
    return this.#parsed().uid;
  }

  get ownerReferences() {
    return this.#parsed().ownerReferences ?? [];
  }

  copyTo(target: Uint8Array, offset: number) {
    target.set(this.bytes, offset);
  }

  describe() {
    const {name, namespace} = this;
    return {kind: this.type.kind, name, ...(namespace === undefined ? {} : {namespace})};
  }

  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- what JSON holds, only its reader knows
  parse<T>(): T {
    return JSON.parse(decoder.decode(this.bytes)) as T;
  }

  #parsed(): PartialMetadata {
    this.#metadata ??= this.parse<{metadata?: PartialMetadata}>().metadata ?? {};
    return this.#metadata;
  }
}
