import {Buffer} from 'node:buffer';

/** What a pool keeps for later; anything beyond it is garbage. */
export interface BufferPoolOptions {
  /** Spare buffers that are kept at most. */
  readonly maxSpare: number;
  /** A buffer of more bytes is not kept: it was made for one giant, and is seldom needed again. Default: no limit. */
  readonly maxBytes?: number;
}

/**
 * Buffers that are used again: a run moves gigabytes through a handful of them. New ones each time would leave tens of
 * megabytes of garbage, because V8 hardly counts memory outside of its heap when it decides when to collect.
 */
export interface BufferPool {
  /** A buffer of at least so many bytes with anything in it: a spare one, where one is large enough. */
  take(bytes: number): Buffer;
  /** A buffer of at least so many bytes that begins with the first `used` ones of another, which it takes back. */
  grow(buffer: Buffer, used: number, bytes: number): Buffer;
  /** Gives a buffer back that nobody looks at any more. */
  give(buffer: Buffer): void;
}

/** An empty pool. */
export function createBufferPool({maxSpare, maxBytes = Infinity}: BufferPoolOptions): BufferPool {
  const spare: Buffer[] = [];

  function take(bytes: number): Buffer {
    const index = spare.findIndex(({length}) => length >= bytes);
    const [buffer] = index === -1 ? [] : spare.splice(index, 1);
    return buffer ?? Buffer.allocUnsafeSlow(bytes);
  }

  function give(buffer: Buffer): void {
    if (buffer.length <= maxBytes && spare.length < maxSpare) spare.push(buffer);
  }

  return {
    take,
    grow(buffer, used, bytes) {
      const larger = take(bytes);
      buffer.copy(larger, 0, 0, used);
      give(buffer);
      return larger;
    },
    give,
  };
}
