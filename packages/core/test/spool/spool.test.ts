import {mkdir, mkdtemp, readdir, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setImmediate} from 'node:timers/promises';

import fc from 'fast-check';
import {afterAll, beforeAll, expect, test, vi} from 'vitest';

import {fuzzRuns} from '../../../../scripts/fuzz-runs.ts';
import {createSpool, type Spool, type SpoolEntry} from '../../src/spool/spool.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spool-test-'));
});
afterAll(() => rm(folder, {recursive: true}));

function entryOf(bytes: Uint8Array): SpoolEntry {
  return {byteLength: bytes.byteLength, copyTo: (target, offset) => target.set(bytes, offset)};
}

function filled(length: number, value: number): Uint8Array {
  return new Uint8Array(length).fill(value);
}

async function readOne(spool: Spool, position: number, length: number): Promise<Uint8Array> {
  const target = new Uint8Array(length);
  await spool.read([{position, target}]);
  return target;
}

test('what was appended is read back, in any order, from memory and file alike', async () => {
  const anyEntry = fc.uint8Array({maxLength: 300});
  const limits = fc.record({memoryBytes: fc.nat(2000), blockBytes: fc.integer({min: 1, max: 400})});
  await fc.assert(
    fc.asyncProperty(fc.array(anyEntry, {size: 'max', maxLength: 60}), limits, async (entries, limits) => {
      const spool = createSpool({...limits, folder});
      const positions: number[] = [];
      for (const entry of entries) {
        positions.push(spool.append(entryOf(entry)));
        await spool.pace();
      }
      await spool.finish();
      const requests = entries.map((entry, index) => ({
        position: positions[index]!,
        target: new Uint8Array(entry.byteLength),
      }));
      await spool.read(requests.toReversed());
      expect(requests.map(({target}) => target)).toEqual(entries);
      for (const [index, entry] of entries.entries()) {
        expect(await readOne(spool, positions[index]!, entry.byteLength)).toEqual(entry);
      }
      await spool.close();
    }),
    {numRuns: fuzzRuns(200)},
  );
  expect(await readdir(folder)).toEqual([]);
});

test('within its memory it needs no folder', async () => {
  const spool = createSpool({memoryBytes: 1000, blockBytes: 100, folder: join(folder, 'missing')});
  const positions = Array.from({length: 11}, (_, index) => spool.append(entryOf(filled(100, index))));
  await spool.finish();
  for (const [index, position] of positions.entries()) {
    expect(await readOne(spool, position, 100)).toEqual(filled(100, index));
  }
  await spool.close();
});

test('beyond it, a file that no folder shows', async () => {
  const spool = createSpool({memoryBytes: 0, blockBytes: 100, folder});
  for (let index = 0; index < 20; index++) {
    spool.append(entryOf(filled(100, index)));
    await spool.pace();
  }
  await spool.finish();
  expect(await readdir(folder)).toEqual([]);
  expect(await readOne(spool, 300, 100)).toEqual(filled(100, 3));
  await spool.close();
  await expect(readOne(spool, 300, 100)).rejects.toThrow('closed');
});

test('many entries side by side are more than one call of the system takes', async () => {
  const spool = createSpool({memoryBytes: 0, blockBytes: 10_000, folder});
  const positions = Array.from({length: 5000}, (_, index) => spool.append(entryOf(filled(7, index % 251))));
  await spool.finish();
  const requests = positions.map((position) => ({position, target: new Uint8Array(7)}));
  await spool.read(requests);
  expect(requests.map(({target}) => target)).toEqual(positions.map((_, index) => filled(7, index % 251)));
  await spool.close();
});

test('an entry may be larger than a block', async () => {
  const spool = createSpool({memoryBytes: 0, blockBytes: 10, folder});
  const sizes = [5, 1000, 0, 10, 11, 3];
  const positions = sizes.map((size, index) => spool.append(entryOf(filled(size, index + 1))));
  await spool.finish();
  for (const [index, size] of sizes.entries()) {
    expect(await readOne(spool, positions[index]!, size)).toEqual(filled(size, index + 1));
  }
  await spool.close();
});

test('it asks to wait when the disk falls behind, and no longer once it caught up', async () => {
  const spool = createSpool({memoryBytes: 0, blockBytes: 10, folder});
  const paces = Array.from({length: 5}, () => {
    spool.append(entryOf(filled(10, 1)));
    return spool.pace();
  });
  expect(paces.slice(0, 4)).toEqual([undefined, undefined, undefined, undefined]);
  expect(paces[4]).toBeInstanceOf(Promise);
  await paces[4];
  expect(spool.pace()).toBeUndefined();
  await spool.close();
});

test('a folder that cannot hold a file: whoever waits is told, and every later call', async () => {
  const notAFolder = join(folder, 'file');
  await writeFile(notAFolder, '');
  const spool = createSpool({memoryBytes: 0, blockBytes: 1, folder: notAFolder});
  for (let index = 0; index < 5; index++) spool.append(entryOf(filled(1, 1)));
  const expected = {
    name: 'SpoolError',
    code: 'SPOOL_UNWRITABLE',
    message: `A temporary file cannot be written in the folder ${notAFolder}, which must be writable: ENOTDIR.`,
  };
  await expect(spool.pace()).rejects.toMatchObject(expected);
  expect(() => spool.append(entryOf(filled(1, 1)))).toThrow(expect.objectContaining(expected));
  expect(() => spool.pace()).toThrow(expect.objectContaining(expected));
  await expect(spool.finish()).rejects.toMatchObject(expected);
  await spool.close();
  await rm(notAFolder);
});

test('closing in mid-write ends the waiting and leaves nothing behind', async () => {
  const busy = join(folder, 'busy');
  await mkdir(busy);
  const spool = createSpool({memoryBytes: 0, blockBytes: 1000, folder: busy});
  for (let index = 0; index < 10; index++) spool.append(entryOf(filled(1000, 1)));
  const waiting = spool.pace();
  const closing = Promise.all([spool.close(), spool.close()]);
  await expect(waiting).rejects.toThrow('closed');
  await closing;
  expect(await readdir(busy)).toEqual([]);
  await rm(busy, {recursive: true});
});

test('a run that stopped waiting is not disturbed by the end of the spool', async () => {
  const unhandled = vi.fn();
  process.on('unhandledRejection', unhandled);
  const spool = createSpool({memoryBytes: 0, blockBytes: 1000, folder});
  for (let index = 0; index < 10; index++) spool.append(entryOf(filled(1000, 1)));
  expect(spool.pace()).toBeInstanceOf(Promise);
  await spool.close();
  await setImmediate();
  process.off('unhandledRejection', unhandled);
  expect(unhandled).not.toHaveBeenCalled();
});

test('finished, it takes nothing more', async () => {
  const spool = createSpool({folder});
  await spool.finish();
  expect(() => spool.append(entryOf(filled(1, 1)))).toThrow('finished');
  await spool.close();
});
