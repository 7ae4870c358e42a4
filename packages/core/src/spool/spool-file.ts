import {randomUUID} from 'node:crypto';
import type {FileHandle} from 'node:fs/promises';
import {join} from 'node:path';

import {type DirectFile, openDirectFile} from './direct-file.ts';
import {SpoolError} from './spool-error.ts';
import {spoolSystem, type SpoolSystem} from './spool-system.ts';

/** A temporary file that is appended to, read back by position, and gone after `close`. */
export interface SpoolFile {
  /** Appends all of `bytes`; one call at a time. Rejects with SPOOL_FULL or SPOOL_UNWRITABLE. */
  append(bytes: Uint8Array): Promise<void>;
  /** Fills `targets` one after the other from `position` on. Rejects with SPOOL_UNREADABLE. */
  read(position: number, targets: readonly Uint8Array[]): Promise<void>;
  /** Rejects with SPOOL_LEFT_BEHIND when the file still lies in its folder. */
  close(): Promise<void>;
}

/**
 * Creates the file, readable by this user only. Its random name must not exist yet: no link of somebody else is followed.
 * Where the system allows, it is unlinked at once, so that even a killed process leaves nothing behind, and bypasses the
 * page cache, which would count as the container's memory. Rejects with SPOOL_UNWRITABLE or SPOOL_FULL.
 */
export async function openSpoolFile(folder: string, system: SpoolSystem = spoolSystem): Promise<SpoolFile> {
  const path = join(folder, `firefly-spool-${randomUUID()}`);
  let handle: FileHandle;
  try {
    handle = await system.open(path, 'wx+', 0o600);
  } catch (error) {
    throw SpoolError.ofWriting(folder, error);
  }
  const removed = await system.unlink(path).then(
    () => true,
    () => false,
  );
  return new OpenSpoolFile(handle, await openDirectFile(handle, system), {
    folder,
    path: removed ? undefined : path,
    system,
  });
}

class OpenSpoolFile implements SpoolFile {
  readonly #handle: FileHandle;
  readonly #direct: DirectFile | undefined;
  readonly #folder: string;
  /** Set while the file still has a name. */
  readonly #path: string | undefined;
  readonly #system: SpoolSystem;
  #end = 0;

  constructor(
    handle: FileHandle,
    direct: DirectFile | undefined,
    {
      folder,
      path,
      system,
    }: {readonly folder: string; readonly path: string | undefined; readonly system: SpoolSystem},
  ) {
    this.#handle = handle;
    this.#direct = direct;
    this.#folder = folder;
    this.#path = path;
    this.#system = system;
  }

  async append(bytes: Uint8Array) {
    try {
      if (this.#direct !== undefined) return await this.#direct.append(bytes);
      for (let written = 0; written < bytes.byteLength;) {
        const result = await this.#handle.write(bytes, written, bytes.byteLength - written, this.#end);
        written += result.bytesWritten;
        this.#end += result.bytesWritten;
      }
    } catch (error) {
      throw SpoolError.ofWriting(this.#folder, error);
    }
  }

  async read(position: number, targets: readonly Uint8Array[]) {
    let from = position;
    let rest = targets;
    try {
      if (this.#direct !== undefined) return await this.#direct.read(position, targets);
      while (rest.length > 0) {
        const {bytesRead} = await this.#handle.readv(rest, from);
        if (bytesRead === 0) throw new Error('it is shorter than what was written');
        from += bytesRead;
        rest = afterBytes(rest, bytesRead);
      }
    } catch (error) {
      throw new SpoolError('SPOOL_UNREADABLE', this.#folder, error);
    }
  }

  async close() {
    await this.#direct?.close();
    await this.#handle.close();
    if (this.#path === undefined) return;
    try {
      await this.#system.unlink(this.#path);
    } catch (error) {
      throw new SpoolError('SPOOL_LEFT_BEHIND', this.#folder, error);
    }
  }
}

/** What is left to fill: one call of the system fills about 1,000 targets at most, and may end within one. */
function afterBytes(targets: readonly Uint8Array[], filled: number): readonly Uint8Array[] {
  let bytes = filled;
  let full = 0;
  for (const target of targets) {
    if (target.byteLength > bytes) break;
    bytes -= target.byteLength;
    full++;
  }
  return targets.slice(full).map((target, index) => (index === 0 ? target.subarray(bytes) : target));
}
