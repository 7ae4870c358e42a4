import {constants} from 'node:fs';
import {open} from 'node:fs/promises';
import {join} from 'node:path';

/** Files of one directory that were made here; nobody else's is written to, nor followed where it is a link. */
export interface OutputFiles {
  /** Appends to the file of this name; one call a name at a time. Made at the first call, for its owner alone. */
  append(name: string, bytes: Uint8Array): Promise<void>;
  /** Makes the file of this name, or replaces what it held. */
  replace(name: string, text: string): Promise<void>;
}

const {O_WRONLY, O_APPEND, O_CREAT, O_EXCL, O_NOFOLLOW} = constants;
/** Objects may hold what is nobody else's business. */
const mode = 0o600;

/** Nothing is opened yet. Files are closed in between: there may be more types than a process may open files. */
export function createOutputFiles(directory: string): OutputFiles {
  const made = new Map<string, string>();

  async function write(name: string, bytes: Uint8Array, truncate: boolean): Promise<void> {
    const known = made.get(name);
    const flags = O_WRONLY | O_APPEND | (O_NOFOLLOW ?? 0) | (known === undefined ? O_CREAT | O_EXCL : 0);
    const file = await open(join(directory, name), flags, mode);
    try {
      const {ino, birthtimeNs} = await file.stat({bigint: true});
      // The number alone is given again once a file is gone.
      const identity = `${ino} ${birthtimeNs}`;
      if (known !== undefined && known !== identity)
        throw new Error(`somebody put another file in place of ${name}`);
      made.set(name, identity);
      if (truncate) await file.truncate();
      await file.writeFile(bytes);
    } finally {
      await file.close();
    }
  }

  return {
    append: (name, bytes) => write(name, bytes, false),
    replace: (name, text) => write(name, Buffer.from(text), true),
  };
}
