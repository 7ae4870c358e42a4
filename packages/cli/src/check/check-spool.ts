import {mkdtemp, rm, statfs, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

import {formatBytes} from '../terminal/format-bytes.ts';
import type {CheckResult} from './check-result.ts';

/** Free bytes under which a large cluster's trees may not fit. */
const scarceBytes = 1_000_000_000;

/** Whether what does not fit into memory can go into a temporary file: writes one of a few bytes, and removes it. */
export async function checkSpool(folder: string = tmpdir()): Promise<CheckResult> {
  try {
    const trial = await mkdtemp(join(folder, 'firefly-check-'));
    try {
      await writeFile(join(trial, 'spool'), 'a few bytes');
    } finally {
      await rm(trial, {recursive: true, force: true});
    }
  } catch (error) {
    const {code, message} = error as NodeJS.ErrnoException;
    return {
      id: 'spool',
      status: 'failed',
      message: `${folder} cannot be written (${code ?? message}): object trees beyond 16 MiB would fail.`,
      remedy: 'Mount a writable volume there (the chart mounts an emptyDir), or set TMPDIR.',
    };
  }
  const free = await freeBytes(folder);
  if (free === undefined) return {id: 'spool', status: 'ok', message: `${folder} can be written.`};
  const message = `${folder} can be written, ${formatBytes(free)} are free.`;
  if (free >= scarceBytes) return {id: 'spool', status: 'ok', message};
  const remedy = 'A cluster of more JSON than that needs more room for its trees.';
  return {id: 'spool', status: 'warning', message, remedy};
}

async function freeBytes(folder: string): Promise<number | undefined> {
  try {
    const {bavail, bsize} = await statfs(folder);
    return bavail * bsize;
  } catch {
    return undefined;
  }
}
