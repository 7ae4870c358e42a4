import type {ItemDescription, RawObject, StreamItem} from '../stream-item.ts';
import {OversizedTreeError} from './oversized-tree-error.ts';

/** A tree whose JSON text is at hand, described by its root. Valid as long as `bytes` are. */
export function createTreeItem(bytes: Uint8Array, root: RawObject): StreamItem {
  return {
    stream: 'k8sTrees',
    byteLength: bytes.byteLength,
    copyTo: (target, offset) => target.set(bytes, offset),
    describe: () => root.describe(),
  };
}

/** A tree over the limit, to be reported: it has a length and a description, and its `copyTo` throws OversizedTreeError. */
export function createOversizedTreeItem(
  byteLength: number,
  limit: number,
  description: ItemDescription,
): StreamItem {
  return {
    stream: 'k8sTrees',
    byteLength,
    copyTo() {
      throw new OversizedTreeError(byteLength, limit);
    },
    describe: () => description,
  };
}
