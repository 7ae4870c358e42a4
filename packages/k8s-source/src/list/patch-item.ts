import {Buffer} from 'node:buffer';

import type {MetadataSpans} from './scanned-object.ts';

/** A text in place of the bytes of an item in [start, end). */
export interface Patch {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A copy of an item with other texts in it, and where its metadata lies there. For the few items that need it. */
export function patchItem(
  bytes: Buffer,
  spans: Readonly<MetadataSpans>,
  patches: readonly Patch[],
): {readonly buffer: Buffer; readonly spans: MetadataSpans} {
  const sorted = patches.toSorted((one, other) => one.start - other.start);
  const parts: Buffer[] = [];
  let at = 0;
  for (const {start, end, text} of sorted) {
    parts.push(bytes.subarray(at, start), Buffer.from(text));
    at = end;
  }
  parts.push(bytes.subarray(at));
  // 0 says that there is none.
  const moved = (position: number) =>
    sorted.reduce(
      (sum, {start, end, text}) =>
        position !== 0 && start < position ? sum + Buffer.byteLength(text) - (end - start) : sum,
      position,
    );
  return {
    buffer: Buffer.concat(parts),
    spans: {
      nameStart: moved(spans.nameStart),
      nameEnd: moved(spans.nameEnd),
      namespaceStart: moved(spans.namespaceStart),
      namespaceEnd: moved(spans.namespaceEnd),
      uidStart: moved(spans.uidStart),
      uidEnd: moved(spans.uidEnd),
      ownerReferencesStart: moved(spans.ownerReferencesStart),
      ownerReferencesEnd: moved(spans.ownerReferencesEnd),
    },
  };
}
