import {constants, type FileHandle} from 'node:fs/promises';

import {createSemaphore} from '../semaphore.ts';
import type {SpoolSystem} from './spool-system.ts';

/**
 * A file past the system's page cache, which counts as memory of a container: what is written and read through it fills a
 * small container to its limit. What was appended last lies in memory until it fills a piece.
 */
export interface DirectFile {
  /** Appends all of `bytes`; one call at a time. Rejects with what the system says. */
  append(bytes: Uint8Array): Promise<void>;
  /** Fills `targets` one after the other from `position` on. Rejects with what the system says, or where bytes are missing. */
  read(position: number, targets: readonly Uint8Array[]): Promise<void>;
  close(): Promise<void>;
}

/** What disks ask of positions, lengths and addresses: at most so much. */
const alignment = 4096;
const pieceBytes = 1024 * 1024;
const readBytes = 256 * 1024;
/** As many as Node has threads for. */
const readsAtOnce = 4;
const never = new AbortController().signal;

/**
 * Opens a file once more, without the cache; undefined where the system or the folder's file system has no such thing
 * (it is Linux's; not all that is mounted there has it). The file must be empty.
 */
export async function openDirectFile(
  {fd}: FileHandle,
  {open}: Pick<SpoolSystem, 'open'>,
): Promise<DirectFile | undefined> {
  // Only where the system has it, whatever the types say.
  const flag: number | undefined = constants.O_DIRECT;
  if (flag === undefined) return undefined;
  let handle: FileHandle | undefined;
  try {
    handle = await open(`/proc/self/fd/${fd}`, constants.O_RDWR | flag);
    const memory = alignedBuffer(pieceBytes + readsAtOnce * readBytes);
    await handle.write(memory, 0, alignment, 0);
    await handle.read(memory, 0, alignment, 0);
    await handle.truncate(0);
    return new OpenDirectFile(handle, memory);
  } catch {
    await handle?.close();
    return undefined;
  }
}

/** Of the one thing that is used of it here, since TypeScript knows it only beside a browser's DOM. */
declare const WebAssembly: {
  readonly Memory: new (size: {readonly initial: number}) => {readonly buffer: ArrayBuffer};
};
const wasmPage = 64 * 1024;

/**
 * WebAssembly's memory begins where a page of the system does. So does that of a buffer which can grow; but once V8 has
 * seen views of such a one, it compiles `subarray` and `set` anew for it, everywhere, to slower code: a twentieth of a run.
 * One for all, since each reserves 8 GB of addresses, which `ulimit -v` may not leave.
 */
function alignedBuffer(bytes: number): Buffer {
  return Buffer.from(new WebAssembly.Memory({initial: Math.ceil(bytes / wasmPage)}).buffer, 0, bytes);
}

class OpenDirectFile implements DirectFile {
  readonly #handle: FileHandle;
  readonly #reads = createSemaphore(readsAtOnce);
  /** A buffer for each read at once. */
  readonly #spare: Buffer[];
  /** The last piece, which is not full yet, and where it will stand. */
  readonly #piece: Buffer;
  #start = 0;
  #used = 0;

  constructor(handle: FileHandle, memory: Buffer) {
    this.#handle = handle;
    this.#piece = memory.subarray(0, pieceBytes);
    this.#spare = Array.from({length: readsAtOnce}, (_, index) => {
      const from = pieceBytes + index * readBytes;
      return memory.subarray(from, from + readBytes);
    });
  }

  async append(bytes: Uint8Array) {
    for (let taken = 0; taken < bytes.byteLength;) {
      const part = bytes.subarray(taken, taken + pieceBytes - this.#used);
      this.#piece.set(part, this.#used);
      taken += part.byteLength;
      this.#used += part.byteLength;
      if (this.#used === pieceBytes) await this.#writePiece();
    }
  }

  async read(position: number, targets: readonly Uint8Array[]) {
    const leave = await this.#reads.acquire(never);
    // There are as many as places.
    const buffer = this.#spare.pop() as Buffer;
    try {
      const end = targets.reduce((sum, {byteLength}) => sum + byteLength, position);
      let at = position;
      let bytes: Uint8Array = new Uint8Array();
      for (const target of targets) {
        for (let filled = 0; filled < target.byteLength;) {
          if (bytes.byteLength === 0) bytes = await this.#readSome(at, end, buffer);
          const part = bytes.subarray(0, target.byteLength - filled);
          target.set(part, filled);
          filled += part.byteLength;
          at += part.byteLength;
          bytes = bytes.subarray(part.byteLength);
        }
      }
    } finally {
      this.#spare.push(buffer);
      leave();
    }
  }

  close() {
    return this.#handle.close();
  }

  async #writePiece() {
    for (let written = 0; written < pieceBytes;) {
      const rest = pieceBytes - written;
      const {bytesWritten} = await this.#handle.write(this.#piece, written, rest, this.#start + written);
      // A disk that is full may take a part of a block; the next write then says so, or writes the block anew.
      written += bytesWritten - (bytesWritten % alignment);
      if (bytesWritten < alignment) throw Object.assign(new Error('no room left'), {code: 'ENOSPC'});
    }
    this.#start += pieceBytes;
    this.#used = 0;
  }

  /** Some of the bytes from `position` to `end`, or a little more. */
  async #readSome(position: number, end: number, buffer: Buffer): Promise<Uint8Array> {
    if (position >= this.#start) {
      const inPiece = position - this.#start;
      if (inPiece >= this.#used) throw new Error('it is shorter than what was written');
      return this.#piece.subarray(inPiece, this.#used);
    }
    // Not by `%`: beyond 32 bits that is a call, no instruction.
    const before = position - Math.floor(position / alignment) * alignment;
    const from = position - before;
    const to = Math.min(this.#start, Math.ceil(end / alignment) * alignment, from + readBytes);
    const {bytesRead} = await this.#handle.read(buffer, 0, to - from, from);
    if (bytesRead <= before) throw new Error('it is shorter than what was written');
    return buffer.subarray(before, bytesRead);
  }
}
