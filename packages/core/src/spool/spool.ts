import {tmpdir} from 'node:os';

import {type BufferPool, createBufferPool} from '../buffer-pool.ts';
import {openSpoolFile, type SpoolFile} from './spool-file.ts';

/** Limits of a spool, in bytes, and where its file lies. */
export interface SpoolOptions {
  /** Bytes that are kept in memory before a file is used. Default 16 MiB. */
  readonly memoryBytes?: number;
  /** Folder of the temporary file; used only once the memory is full. Default: the system's. */
  readonly folder?: string;
  /** Bytes of one write to the file; up to six such blocks are in memory beside `memoryBytes`. Default 1 MiB. */
  readonly blockBytes?: number;
}

/** Bytes that know how to write themselves: any stream item. */
export interface SpoolEntry {
  readonly byteLength: number;
  copyTo(target: Uint8Array, offset: number): void;
}

/** One entry to read back, and where to. */
export interface SpoolRequest {
  /** What `append` answered. */
  readonly position: number;
  readonly target: Uint8Array;
}

/**
 * An append-only store that lies in memory up to a limit and in one temporary file beyond it.
 *
 * Used in two phases: `append … append → finish → read … read`, and `close` at any time.
 */
export interface Spool {
  /**
   * Copies an entry before it returns and tells its position. Full blocks are written in the background: what went
   * wrong there, a SpoolError, is thrown by the next call of any method.
   */
  append(entry: SpoolEntry): number;
  /**
   * Undefined while the file keeps pace; otherwise a promise to await before the next `append`. Appending all the
   * same is allowed and costs memory.
   */
  pace(): Promise<void> | undefined;
  /** Ends appending and waits for the background writes. Rejects with what went wrong there. */
  finish(): Promise<void>;
  /**
   * Fills every target with the entry at its position, or the first part of it. What lies side by side in the file, or
   * nearly so, is read by one call of the system: one `read` of many entries is cheaper than many.
   */
  read(requests: readonly SpoolRequest[]): Promise<void>;
  /** Frees the memory and removes the file, after the write that is under way. May be called twice. */
  close(): Promise<void>;
}

/** A spool that is still empty: nothing is allocated or opened before the first `append`. */
export function createSpool(options: SpoolOptions = {}): Spool {
  const {memoryBytes = 16 * 1024 * 1024, folder = tmpdir(), blockBytes = 1024 * 1024} = options;
  return new BlockSpool(memoryBytes, folder, blockBytes);
}

/** Entries never straddle blocks; positions count used bytes only, so that the file has no gaps. */
interface Block {
  readonly bytes: Buffer;
  readonly position: number;
  used: number;
}

const maxQueue = 4;
const maxSpare = 2;
/** Bytes between two entries that are read and thrown away: a call of the system more costs more than they do. */
const mostSkipped = 32 * 1024;
const skipped = new Uint8Array(mostSkipped);

class BlockSpool implements Spool {
  readonly #memoryBytes: number;
  readonly #folder: string;
  readonly #blockBytes: number;
  /** The first blocks, in order of position. They stay. */
  readonly #kept: Block[] = [];
  /** Position of the first byte that lies in the file; set once the kept blocks reached their limit. */
  #fileStart: number | undefined;
  /** Full blocks on their way to the file. */
  readonly #queue: Block[] = [];
  /** Written blocks' memory, to be used again. */
  #spare: BufferPool;
  /** The block that is being filled; it is read from memory even when those before it lie in the file. */
  #last: Block | undefined;
  #file: SpoolFile | undefined;
  #writing: Promise<void> | undefined;
  #failure: Error | undefined;
  #waiting: PromiseWithResolvers<void> | undefined;
  #finished = false;
  #closed = false;

  constructor(memoryBytes: number, folder: string, blockBytes: number) {
    this.#memoryBytes = memoryBytes;
    this.#folder = folder;
    this.#blockBytes = blockBytes;
    this.#spare = this.#newPool();
  }

  append(entry: SpoolEntry) {
    this.#throwFailure();
    if (this.#finished) throw new Error('The spool is finished: nothing more can be appended.');
    const block = this.#blockFor(entry.byteLength);
    entry.copyTo(block.bytes, block.used);
    const position = block.position + block.used;
    block.used += entry.byteLength;
    return position;
  }

  pace() {
    this.#throwFailure();
    if (this.#queue.length < maxQueue) return undefined;
    if (this.#waiting === undefined) {
      this.#waiting = Promise.withResolvers();
      // A run that was aborted no longer awaits it; the failure is thrown by the next call anyway.
      this.#waiting.promise.catch(() => undefined);
    }
    return this.#waiting.promise;
  }

  async finish() {
    this.#finished = true;
    await this.#writing;
    this.#spare = this.#newPool();
    this.#throwFailure();
  }

  async read(requests: readonly SpoolRequest[]) {
    this.#throwFailure();
    const inFile = requests.filter(({position, target}) => {
      if (target.byteLength === 0) return false;
      const block = this.#blockAt(position);
      if (block === undefined) return true;
      const start = position - block.position;
      target.set(block.bytes.subarray(start, start + target.byteLength));
      return false;
    });
    if (inFile.length > 0) await this.#readFile(inFile.sort((one, other) => one.position - other.position));
  }

  async close() {
    if (this.#closed) return;
    this.#closed = true;
    this.#failure ??= new Error('The spool is closed.');
    this.#queue.length = 0;
    await this.#writing;
    this.#kept.length = 0;
    this.#spare = this.#newPool();
    this.#last = undefined;
    await this.#file?.close();
  }

  async #readFile(sorted: readonly SpoolRequest[]) {
    if (this.#file === undefined || this.#fileStart === undefined)
      throw new RangeError('Nothing was spooled there.');
    const reads: Promise<void>[] = [];
    let start = 0;
    let targets: Uint8Array[] = [];
    let end = 0;
    for (const {position, target} of sorted) {
      const gap = position - end;
      if (targets.length > 0 && (gap < 0 || gap > mostSkipped)) {
        reads.push(this.#file.read(start - this.#fileStart, targets));
        targets = [];
      }
      if (targets.length === 0) start = position;
      else if (gap > 0) targets.push(skipped.subarray(0, gap));
      targets.push(target);
      end = position + target.byteLength;
    }
    reads.push(this.#file.read(start - this.#fileStart, targets));
    await Promise.all(reads);
  }

  #newPool(): BufferPool {
    return createBufferPool({maxSpare, maxBytes: this.#blockBytes});
  }

  #blockFor(byteLength: number): Block {
    const last = this.#last;
    if (last !== undefined && last.used + byteLength <= last.bytes.byteLength) return last;
    if (last !== undefined) this.#put(last);
    const bytes = this.#spare.take(Math.max(byteLength, this.#blockBytes));
    this.#last = {bytes, position: last === undefined ? 0 : last.position + last.used, used: 0};
    return this.#last;
  }

  /** A full block stays in memory or goes to the file; once one went there, all that follow do. */
  #put(block: Block) {
    if (this.#fileStart === undefined && block.position + block.used <= this.#memoryBytes) {
      this.#kept.push(block);
      return;
    }
    this.#fileStart ??= block.position;
    this.#queue.push(block);
    this.#writing ??= this.#writeQueue();
  }

  /** Never rejects: nobody may be waiting. */
  async #writeQueue() {
    try {
      this.#file ??= await openSpoolFile(this.#folder);
      for (let block = this.#queue[0]; block !== undefined; block = this.#queue[0]) {
        await this.#file.append(block.bytes.subarray(0, block.used));
        this.#queue.shift();
        this.#spare.give(block.bytes);
        if (this.#queue.length < maxQueue) this.#goOn();
      }
    } catch (error) {
      this.#failure ??= error instanceof Error ? error : new Error(String(error));
      this.#queue.length = 0;
    }
    this.#writing = undefined;
    this.#goOn();
  }

  #goOn() {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (this.#failure === undefined) waiting?.resolve();
    else waiting?.reject(this.#failure);
  }

  #blockAt(position: number): Block | undefined {
    if (this.#last !== undefined && position >= this.#last.position) return this.#last;
    if (this.#fileStart !== undefined && position >= this.#fileStart) return undefined;
    return this.#kept.findLast((block) => block.position <= position);
  }

  #throwFailure() {
    if (this.#failure !== undefined) throw this.#failure;
  }
}
