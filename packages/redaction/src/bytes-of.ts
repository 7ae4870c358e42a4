import {asBuffer, isRawObject, type StreamItem} from '@firefly/core';

/** The JSON text of an item: an object's own memory, a copy of any other's. */
export function bytesOf(item: StreamItem): Buffer {
  if (isRawObject(item)) return asBuffer(item.bytes);
  const bytes = Buffer.allocUnsafe(item.byteLength);
  item.copyTo(bytes, 0);
  return bytes;
}
