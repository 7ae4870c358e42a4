import {Buffer} from 'node:buffer';

import type {OwnerReference, RawObject, ResourceType} from '@firefly/core';

/**
 * Where the scan came across what a page, a tree and a log line need of an item: the first byte of the value, quotes
 * included, and the byte behind it, from the item's own first byte; 0 where it is missing. One flat record, since there
 * is one for each object of a cluster.
 */
export interface MetadataSpans {
  nameStart: number;
  nameEnd: number;
  namespaceStart: number;
  namespaceEnd: number;
  uidStart: number;
  uidEnd: number;
  ownerReferencesStart: number;
  ownerReferencesEnd: number;
}

/**
 * One item of a list over the list's own buffer: `head` (the `apiVersion` and `kind` that the list left out) stands for
 * the item's opening brace, the rest is the server's bytes.
 */
export class ScannedObject implements RawObject {
  readonly stream = 'objects';
  readonly type: ResourceType;
  readonly byteLength: number;
  readonly #buffer: Buffer;
  readonly #start: number;
  readonly #end: number;
  readonly #head: Uint8Array | undefined;
  readonly #spans: Readonly<MetadataSpans>;
  #bytes: Uint8Array | undefined;

  constructor(options: {
    readonly type: ResourceType;
    readonly buffer: Buffer;
    /** First byte of the item: its opening brace. */
    readonly start: number;
    readonly end: number;
    /** Replaces the opening brace; undefined where the item is complete as it is. */
    readonly head: Uint8Array | undefined;
    readonly spans: Readonly<MetadataSpans>;
  }) {
    this.type = options.type;
    this.#buffer = options.buffer;
    this.#start = options.start;
    this.#end = options.end;
    this.#head = options.head;
    this.#spans = options.spans;
    this.byteLength =
      options.end - options.start + (options.head === undefined ? 0 : options.head.length - 1);
  }

  /** `metadata.name`; empty where there is none. */
  get name(): string {
    return this.#string(this.#spans.nameStart, this.#spans.nameEnd) ?? '';
  }

  /** Undefined for objects of cluster-scoped types. */
  get namespace(): string | undefined {
    return this.#string(this.#spans.namespaceStart, this.#spans.namespaceEnd);
  }

  /** `metadata.uid`; a few aggregated APIs serve objects without one. */
  get uid(): string | undefined {
    return this.#string(this.#spans.uidStart, this.#spans.uidEnd);
  }

  /** Those that have kind, name and UID. */
  get ownerReferences(): readonly OwnerReference[] {
    const {ownerReferencesStart: start, ownerReferencesEnd: end} = this.#spans;
    if (start === 0) return [];
    const value: unknown = JSON.parse(this.#text(start, end));
    return Array.isArray(value) ? value.filter(isOwnerReference) : [];
  }

  /** The JSON text: a view of the buffer, or a copy where `head` stands in front. */
  get bytes(): Uint8Array {
    if (this.#head === undefined) return this.#buffer.subarray(this.#start, this.#end);
    if (this.#bytes === undefined) {
      this.#bytes = Buffer.allocUnsafe(this.byteLength);
      this.copyTo(this.#bytes, 0);
    }
    return this.#bytes;
  }

  /** Without the copy that `bytes` may make. */
  copyTo(target: Uint8Array, offset: number): void {
    if (this.#head === undefined) {
      this.#buffer.copy(target, offset, this.#start, this.#end);
      return;
    }
    target.set(this.#head, offset);
    this.#buffer.copy(target, offset + this.#head.length, this.#start + 1, this.#end);
  }

  /** Kind, namespace and name, for a warning. */
  describe() {
    const {name, namespace} = this;
    return {kind: this.type.kind, name, ...(namespace === undefined ? {} : {namespace})};
  }

  /** JSON.parse of `bytes`, anew at each call. */
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- what JSON holds, only its reader knows
  parse<T>(): T {
    return JSON.parse(Buffer.from(this.bytes).toString('utf8')) as T;
  }

  #string(start: number, end: number): string | undefined {
    if (start === 0) return undefined;
    const text = this.#text(start + 1, end - 1);
    if (text.includes('\\')) return JSON.parse(`"${text}"`) as string;
    return text === '' ? undefined : text;
  }

  #text(start: number, end: number): string {
    return this.#buffer.toString('utf8', this.#start + start, this.#start + end);
  }
}

function isOwnerReference(value: unknown): value is OwnerReference {
  const reference = value as Partial<OwnerReference> | null;
  return (
    typeof reference?.uid === 'string' &&
    typeof reference.kind === 'string' &&
    typeof reference.name === 'string'
  );
}
