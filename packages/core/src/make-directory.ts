import {existsSync, mkdirSync, statSync} from 'node:fs';
import {dirname} from 'node:path';

/**
 * Makes a directory, for its owner alone, and those above it that are missing; one that exists stays as it is. Not by
 * Node.js' `recursive`, which never returns where the file system says of a new directory that it does not exist, as
 * `/proc` does.
 *
 * @throws What the file system says.
 */
export function makeDirectory(path: string): void {
  try {
    mkdirSync(path, {mode: 0o700});
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && statSync(path).isDirectory()) return;
    if (code !== 'ENOENT' || existsSync(dirname(path))) throw error;
    makeDirectory(dirname(path));
    mkdirSync(path, {mode: 0o700});
  }
}
