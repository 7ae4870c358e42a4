/** Bytes of one chunk of a body. */
export const chunkSize = 128 * 1024;

/** Chunks that wait for their next use, a few megabytes at most: new ones cost the garbage collector dearly. */
const free: Buffer[] = [];
const mostFree = 32;

/** A buffer of at least so many bytes, with anything in it. */
export function takeChunk(size: number): Buffer {
  return (size <= chunkSize ? free.pop() : undefined) ?? Buffer.allocUnsafeSlow(Math.max(size, chunkSize));
}

/** Gives a chunk back, whole or cut short. Nobody may read it afterwards. */
export function giveChunk({buffer}: Uint8Array): void {
  if (buffer.byteLength === chunkSize && free.length < mostFree)
    free.push(Buffer.from(buffer as ArrayBuffer));
}
