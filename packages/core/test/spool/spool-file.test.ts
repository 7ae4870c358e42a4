import type {FileHandle} from 'node:fs/promises';
import * as files from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

import {afterEach, beforeEach, expect, test, vi} from 'vitest';

import {openSpoolFile} from '../../src/spool/spool-file.ts';
import {createSpool} from '../../src/spool/spool.ts';

vi.mock('node:fs/promises', async (importOriginal) => {
  const original = await importOriginal<typeof files>();
  return {...original, open: vi.fn(original.open), unlink: vi.fn(original.unlink)};
});

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
