import type {OwnerReference} from '@firefly/core';

import {
  createListSplitter,
  type ListMetadata,
  type ListSplitterOptions,
} from '../../src/list/list-splitter.ts';
import {podType} from './list-texts.ts';

/** What a splitter said of one item, copied out before its buffer could be used again. */
export interface SplitItem {
  readonly text: string;
  readonly byteLength: number;
  readonly name: string;
  readonly namespace: string | undefined;
  readonly uid: string | undefined;
  readonly ownerReferences: readonly OwnerReference[];
}

export interface Split {
  readonly items: readonly SplitItem[];
  readonly metadata: ListMetadata;
}

/** Pushes the chunks through a splitter. */
export function split(chunks: Iterable<Uint8Array>, options: Partial<ListSplitterOptions> = {}): Split {
  const splitter = createListSplitter({type: podType, ...options});
  const items: SplitItem[] = [];
  for (const chunk of chunks) {
    for (const {bytes, byteLength, name, namespace, uid, ownerReferences} of splitter.push(chunk))
      items.push({
        text: Buffer.from(bytes).toString('utf8'),
        byteLength,
        name,
        namespace,
        uid,
        ownerReferences,
      });
  }
  return {items, metadata: splitter.end()};
}

/** Cuts the bytes at the positions, which may repeat (chunks without a byte) and come in any order. */
export function cut(bytes: Uint8Array, positions: readonly number[]): Uint8Array[] {
  const edges = [0, ...positions.map((position) => Math.min(position, bytes.length)), bytes.length];
  edges.sort((a, b) => a - b);
  return edges.slice(1).map((edge, index) => bytes.slice(edges[index], edge));
}

export function everyByte(bytes: Uint8Array): Uint8Array[] {
  return cut(
    bytes,
    Array.from(bytes, (_, index) => index),
  );
}
