import type {Page, PageFormat, StreamItem, StreamName} from '@firefly/core';

/** A page of these items, built by the rules of `Page`; the memory is wiped at `release`, as a builder would reuse it. */
export function makePage(format: PageFormat, stream: StreamName, items: readonly StreamItem[]) {
  const chunks: Uint8Array[] = [format.head];
  const offsets: number[] = [];
  let length = format.head.byteLength;
  const push = (chunk: Uint8Array) => {
    chunks.push(chunk);
    length += chunk.byteLength;
  };
  for (const item of items) {
    if (offsets.length > 0) push(Buffer.from(','));
    offsets.push(length);
    if (format.before) push(format.before(item));
    const bytes = new Uint8Array(item.byteLength);
    item.copyTo(bytes, 0);
    push(bytes);
    if (format.after) push(format.after);
  }
  push(format.tail);
  const body = Buffer.concat(chunks);
  let released = false;
  const page: Page & {readonly released: boolean} = {
    stream,
    format,
    body,
    offsets,
    itemBytes: items.reduce((sum, item) => sum + item.byteLength, 0),
    release() {
      released = true;
      body.fill(0);
    },
    get released() {
      return released;
    },
  };
  return page;
}
