import {randomBytes} from 'node:crypto';
import type {FileHandle} from 'node:fs/promises';
import * as files from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

import * as fc from 'fast-check';
import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';

import {fuzzRuns} from '../../../../scripts/fuzz-runs.ts';
import {openSpoolFile} from '../../src/spool/spool-file.ts';
import {createSpool} from '../../src/spool/spool.ts';

vi.mock('node:fs/promises', async (importOriginal) => {
  const original = await importOriginal<typeof files>();
  return {...original, open: vi.fn(original.open), unlink: vi.fn(original.unlink)};
});

const actual = await vi.importActual<typeof files>('node:fs/promises');

let folder: string;
beforeEach(async () => {
  folder = await files.mkdtemp(join(tmpdir(), 'spool-file-test-'));
});
afterEach(async () => {
  vi.mocked(files.open).mockClear();
  vi.mocked(files.unlink).mockClear();
  await files.rm(folder, {recursive: true});
});

function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: told by the system`), {code});
}

/** A system that does not let go of an open file's name. */
function refuseUnlinkOnce(): void {
  vi.mocked(files.unlink).mockRejectedValueOnce(systemError('EBUSY'));
}

/** Whether the next file is to go through the page cache, as where a system knows no other way. */
function openCached(): void {
  const {open} = files;
  const refuse = async (path: Parameters<typeof open>[0], ...rest: [string?, number?]) => {
    vi.mocked(open).mockImplementationOnce(async () => Promise.reject(systemError('EINVAL')));
    return actual.open(path, ...rest);
  };
  vi.mocked(open).mockImplementationOnce(refuse as never);
}

test('the file is new and nobody else may read it', async () => {
  refuseUnlinkOnce();
  const file = await openSpoolFile(folder);
  const [name] = await files.readdir(folder);
  const {mode} = await files.stat(join(folder, name!));
  expect(mode & 0o777).toBe(0o600);
  expect(vi.mocked(files.open).mock.calls[0]?.[1]).toBe('wx+');
  await file.close();
});

test('where the name cannot go at once, it goes when the file is closed', async () => {
  refuseUnlinkOnce();
  const file = await openSpoolFile(folder);
  await file.append(Buffer.from('bytes'));
  expect(await files.readdir(folder)).toHaveLength(1);
  await file.close();
  expect(await files.readdir(folder)).toEqual([]);
});

test('a file that stays is told of', async () => {
  refuseUnlinkOnce();
  const file = await openSpoolFile(folder);
  refuseUnlinkOnce();
  await expect(file.close()).rejects.toMatchObject({code: 'SPOOL_LEFT_BEHIND', folder});
});

test('short writes go on where they ended', async () => {
  openCached();
  const file = await openSpoolFile(folder);
  const handle = (await vi.mocked(files.open).mock.results[0]!.value) as FileHandle;
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
  openCached();
  const file = await openSpoolFile(folder);
  const handle = (await vi.mocked(files.open).mock.results[0]!.value) as FileHandle;
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

test('the file is closed with its spool', async () => {
  const spool = createSpool({memoryBytes: 0, blockBytes: 1, folder});
  for (let index = 0; index < 3; index++) spool.append({byteLength: 1, copyTo() {}});
  await spool.finish();
  const handle = (await vi.mocked(files.open).mock.results[0]!.value) as FileHandle;
  expect(handle.fd).not.toBe(-1);
  await spool.close();
  expect(handle.fd).toBe(-1);
});

describe.for(['past the cache', 'through the cache'])('%s', (how) => {
  const openFile = async () => {
    if (how === 'through the cache') openCached();
    return openSpoolFile(folder);
  };

  test('what was appended in any pieces is read back in any pieces', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({min: 1, max: 700_000}), {minLength: 1, maxLength: 6}),
        fc.array(fc.tuple(fc.nat(), fc.array(fc.integer({min: 1, max: 300_000}), {maxLength: 3})), {
          minLength: 1,
          maxLength: 10,
        }),
        async (pieces, reads) => {
          const file = await openFile();
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
    const file = await openFile();
    const handles = vi
      .mocked(files.open)
      .mock.settledResults.flatMap(({type, value}) => (type === 'fulfilled' ? [value] : []));
    for (const handle of handles) vi.spyOn(handle, 'write').mockRejectedValue(systemError('ENOSPC'));
    await expect(file.append(Buffer.alloc(2 * 1024 * 1024))).rejects.toMatchObject({code: 'SPOOL_FULL'});
    await file.close();
    expect(handles.map(({fd}) => fd)).toEqual(handles.map(() => -1));
  });
});
