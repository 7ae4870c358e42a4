import type {StreamItem} from '@firefly/core';

/** Longer items get memory of their own, which is not kept. In bytes. */
const mostKept = 256 * 1024;
const spare: Buffer[] = [];

/** What `use` makes of an item's bytes: a copy, whose memory is used again as soon as it returns. */
export function withBytes<T>(item: StreamItem, use: (bytes: Buffer) => T): T {
  const {byteLength} = item;
  const memory =
    byteLength > mostKept
      ? Buffer.allocUnsafe(byteLength)
      : (spare.pop() ?? Buffer.allocUnsafeSlow(mostKept));
  item.copyTo(memory, 0);
  try {
    return use(memory.subarray(0, byteLength));
  } finally {
    if (memory.length === mostKept) spare.push(memory);
  }
}
