import type {ItemDescription, OwnerReference, RawObject, ResourceType} from '@firefly/core';
import type {RedactionEdit} from './redaction-findings.ts';
import {redactionMarker} from './redaction-marker.ts';
import type {RedactionRule} from './redaction-rule.ts';

const bareMarker = Buffer.from(redactionMarker);
const marker = Buffer.from(JSON.stringify(redactionMarker));
const emptyList = Buffer.from('[]');

const replacements: Readonly<Record<RedactionRule, Buffer>> = {
  secrets: marker,
  env: marker,
  managedFields: emptyList,
  lastApplied: marker,
};

/**
 * An object with some of its values replaced and every other byte its own. `edits` are in order and lie apart. Reads
 * the original's bytes when it is written out, so it is valid for as long as the original is.
 */
export class RedactedObject implements RawObject {
  readonly stream = 'objects';
  readonly byteLength: number;
  readonly #original: RawObject;
  readonly #source: Uint8Array;
  readonly #edits: readonly RedactionEdit[];
  #bytes: Buffer | undefined;

  constructor(original: RawObject, source: Uint8Array, edits: readonly RedactionEdit[]) {
    this.#original = original;
    this.#source = source;
    this.#edits = edits;
    let {length} = source;
    for (const edit of edits) length += replacementOf(edit).length - (edit.end - edit.start);
    this.byteLength = length;
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
    if (this.#bytes === undefined) {
      this.#bytes = Buffer.allocUnsafe(this.byteLength);
      this.copyTo(this.#bytes, 0);
    }
    return this.#bytes;
  }

  copyTo(target: Uint8Array, offset: number) {
    let from = 0;
    let to = offset;
    for (const edit of this.#edits) {
      const replacement = replacementOf(edit);
      target.set(this.#source.subarray(from, edit.start), to);
      to += edit.start - from;
      target.set(replacement, to);
      to += replacement.length;
      from = edit.end;
    }
    target.set(this.#source.subarray(from), to);
  }

  describe(): ItemDescription {
    return this.#original.describe();
  }

  parse(): unknown {
    return JSON.parse(this.bytes.toString());
  }
}

function replacementOf({rule, isPart}: RedactionEdit): Buffer {
  return isPart === true ? bareMarker : replacements[rule];
}
