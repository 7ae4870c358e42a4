import {Buffer} from 'node:buffer';

/** A buffer's size: a few dozen usual objects. */
export const SLAB_BYTES = 256 * 1024;
/** Larger ones are made for one giant object, and seldom needed again. */
const LARGEST_KEPT_BYTES = 2 * 1024 * 1024;
/** Three for each of the lists that are read at once: one that fills, one that is read, one that is split. */
const MOST_KEPT = 12;

const spare: Buffer[] = [];

/**
 * A buffer of at least so many bytes with anything in it: a spare one, where there is one. What a process reads through
 * buffers that it used before is neither allocated nor collected: a run reads gigabytes through a few of them.
 */
export function takeSlab(bytes: number): Buffer {
  const index = spare.findIndex(({length}) => length >= bytes);
  const [slab] = index === -1 ? [] : spare.splice(index, 1);
  return slab ?? Buffer.allocUnsafeSlow(bytes);
}

/** Gives a buffer back that nobody looks at any more. */
export function giveSlab(slab: Buffer): void {
  if (slab.length <= LARGEST_KEPT_BYTES && spare.length < MOST_KEPT) spare.push(slab);
}
