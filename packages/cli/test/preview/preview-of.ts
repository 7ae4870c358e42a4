import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

import {main} from '../../src/main.ts';
import {CaptureStream} from '../capture-stream.ts';
import {createProcessContext} from '../create-process-context.ts';

/** A value that a detector knows, in a ConfigMap, a Pod and a Deployment's manifest. */
export const password = 'Wn5!kQz8vT2r';

/** One object as `--from-dir` reads it. */
export function object(kind: string, name: string, more: object = {}, namespace?: string): string {
  const apiVersion = kind === 'Deployment' || kind === 'ReplicaSet' ? 'apps/v1' : 'v1';
  const {metadata = {}, ...rest} = more as {metadata?: object};
  return JSON.stringify({apiVersion, kind, metadata: {name, namespace, ...metadata}, ...rest});
}

/** Does something with a folder of objects, which is gone afterwards. */
export async function withFolder<T>(
  objects: readonly string[],
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'firefly-preview-'));
  try {
    writeFileSync(join(folder, 'objects.ndjson'), `${objects.join('\n')}\n`);
    return await work(folder);
  } finally {
    rmSync(folder, {recursive: true});
  }
}

/** A dry run of these objects. */
export async function previewOf(objects: readonly string[], words: readonly string[], columns?: number) {
  return withFolder(objects, async (folder) => {
    const process = createProcessContext({}, new CaptureStream(), new CaptureStream(columns));
    const code = await main(['collect', 'c1', '-dry-run', '--from-dir', folder, ...words], process.context);
    return {code, stdout: process.stdout.text, stderr: process.stderr.text};
  });
}

/** The page of a dry run of these objects. */
export async function pageOf(objects: readonly string[], ...words: string[]): Promise<string> {
  const {code, stdout, stderr} = await previewOf(objects, ['--html', '-', ...words]);
  if (code !== 0) throw new Error(stderr);
  return stdout;
}
