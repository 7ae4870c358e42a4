import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

interface Folder {
  readonly path: string;
  [Symbol.asyncDispose](): Promise<void>;
}

/** A folder that `await using` removes. */
export async function makeFolder(): Promise<Folder> {
  const path = await mkdtemp(join(tmpdir(), 'firefly-example-'));
  return {
    path,
    [Symbol.asyncDispose]: () => rm(path, {recursive: true, force: true}),
  };
}
