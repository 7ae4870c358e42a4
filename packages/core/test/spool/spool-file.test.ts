import {randomBytes} from 'node:crypto';
import {existsSync} from 'node:fs';
import * as files from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

import * as fc from 'fast-check';
import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';

import {fuzzRuns} from '../../../../scripts/fuzz-runs.ts';
import {openSpoolFile} from '../../src/spool/spool-file.ts';
import {createSpool} from '../../src/spool/spool.ts';
import type {SpoolSystem} from '../../src/spool/spool-system.ts';

let folder: string;
beforeEach(async () => {
  folder = await files.mkdtemp(join(tmpdir(), 'spool-file-test-'));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await files.rm(folder, {recursive: true});
});

function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: told by the system`), {code});
}

interface TestSystem extends SpoolSystem {
  /** What was opened. */
  readonly handles: files.FileHandle[];
}

/** The machine's own system, which refuses to unlink as often as asked, and to open past the cache. */
function systemThat(refuses: {unlinks?: number; direct?: boolean} = {}): TestSystem {
  let {unlinks = 0} = refuses;
  const handles: files.FileHandle[] = [];
  return {
    handles,
    async open(path, flags, mode) {
      if (refuses.direct === true && typeof flags === 'number') throw systemError('EINVAL');
      const handle = await files.open(path, flags, mode);
      handles.push(handle);
      return handle;
    },
    async unlink(path) {
      if (unlinks-- > 0) throw systemError('EBUSY');
      await files.unlink(path);
    },
  };
}

test('the file is new and nobody else may read it', async () => {
  const system = systemThat({unlinks: 1});
  const open = vi.spyOn(system, 'open');
  const file = await openSpoolFile(folder, system);
  const [name] = await files.readdir(folder);
  const {mode} = await files.stat(join(folder, name!));
  expect(mode & 0o777).toBe(0o600);
  expect(open.mock.calls[0]?.[1]).toBe('wx+');
  await file.close();
});

test('where the name cannot go at once, it goes when the file is closed', async () => {
  const file = await openSpoolFile(folder, systemThat({unlinks: 1}));
  await file.append(Buffer.from('bytes'));
  expect(await files.readdir(folder)).toHaveLength(1);
  await file.close();
  expect(await files.readdir(folder)).toEqual([]);
});

test('a file that stays is told of', async () => {
  const file = await openSpoolFile(folder, systemThat({unlinks: 2}));
  await expect(file.close()).rejects.toMatchObject({code: 'SPOOL_LEFT_BEHIND', folder});
});

test('short writes go on where they ended', async () => {
  const system = systemThat({direct: true});
  const file = await openSpoolFile(folder, system);
  const handle = system.handles[0]!;
  const write = handle.write.bind(handle) as (...parameters: number[]) => Promise<{bytesWritten: number}>;
  vi.spyOn(handle, 'write').mockImplementation(((
    bytes: never,
    offset: number,
    _length: number,
    position: number,
  ) => write(bytes, offset, 1, position)) as never);
  await file.append(Buffer.from('one '));
  await file.append(Buffer.from('two'));
  const target = Buffer.alloc(7);
  await file.read(0, [target]);
  expect(target.toString()).toBe('one two');
  await file.close();
});

test.each([
  ['ENOSPC', 'SPOOL_FULL'],
  ['EDQUOT', 'SPOOL_FULL'],
  ['EFBIG', 'SPOOL_FULL'],
  ['EIO', 'SPOOL_UNWRITABLE'],
])('a write that ends with %s is %s', async (systemCode, code) => {
  const system = systemThat({direct: true});
  const file = await openSpoolFile(folder, system);
  const handle = system.handles[0]!;
  vi.spyOn(handle, 'write').mockRejectedValueOnce(systemError(systemCode));
  const failed = file.append(Buffer.from('bytes'));
  await expect(failed).rejects.toMatchObject({name: 'SpoolError', code, folder});
  await expect(failed).rejects.toThrow(systemCode);
  await file.close();
});

test('bytes that are not there are told of', async () => {
  const file = await openSpoolFile(folder);
  await file.append(Buffer.from('four'));
  await expect(file.read(0, [Buffer.alloc(5)])).rejects.toMatchObject({code: 'SPOOL_UNREADABLE'});
  await file.close();
});

/** Files of the folder that this process holds open, those without a name included. */
async function openInFolder(): Promise<number> {
  const descriptors = await files.readdir('/proc/self/fd');
  const open = descriptors.map((fd) => files.readlink(join('/proc/self/fd', fd)).catch(() => ''));
  return (await Promise.all(open)).filter((path) => path.startsWith(folder)).length;
}

test.runIf(existsSync('/proc/self/fd'))('the file is closed with its spool', async () => {
  const spool = createSpool({memoryBytes: 0, blockBytes: 1, folder});
  for (let index = 0; index < 3; index++) spool.append({byteLength: 1, copyTo() {}});
  await spool.finish();
  expect(await openInFolder()).toBeGreaterThan(0);
  await spool.close();
  expect(await openInFolder()).toBe(0);
});

describe.for(['past the cache', 'through the cache'])('%s', (how) => {
  const newSystem = () => systemThat({direct: how === 'through the cache'});

  test('what was appended in any pieces is read back in any pieces', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({min: 1, max: 700_000}), {minLength: 1, maxLength: 6}),
        fc.array(fc.tuple(fc.nat(), fc.array(fc.integer({min: 1, max: 300_000}), {maxLength: 3})), {
          minLength: 1,
          maxLength: 10,
        }),
        async (pieces, reads) => {
          const file = await openSpoolFile(folder, newSystem());
          const all = randomBytes(pieces.reduce((sum, length) => sum + length, 0));
          let at = 0;
          for (const length of pieces) {
            await file.append(all.subarray(at, at + length));
            at += length;
          }
          await Promise.all(
            reads.map(async ([anywhere, lengths]) => {
              const start = anywhere % all.length;
              let end = start;
              const targets = lengths.flatMap((length) => {
                const target = Buffer.alloc(Math.min(length, all.length - end));
                end += target.length;
                return target.length === 0 ? [] : [target];
              });
              await file.read(start, targets);
              expect(Buffer.compare(Buffer.concat(targets), all.subarray(start, end))).toBe(0);
            }),
          );
          const target = Buffer.alloc(2);
          await expect(file.read(all.length - 1, [target])).rejects.toMatchObject({code: 'SPOOL_UNREADABLE'});
          await file.close();
        },
      ),
      {numRuns: fuzzRuns(15)},
    );
  });

  test('a disk that fills up is told of', async () => {
    const system = newSystem();
    const file = await openSpoolFile(folder, system);
    const {handles} = system;
    for (const handle of handles) vi.spyOn(handle, 'write').mockRejectedValue(systemError('ENOSPC'));
    await expect(file.append(Buffer.alloc(2 * 1024 * 1024))).rejects.toMatchObject({code: 'SPOOL_FULL'});
    await file.close();
    expect(handles.map(({fd}) => fd)).toEqual(handles.map(() => -1));
  });
});
