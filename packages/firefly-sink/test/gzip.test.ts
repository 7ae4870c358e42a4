import {randomBytes} from 'node:crypto';
import {gunzipSync} from 'node:zlib';
import * as fc from 'fast-check';
import {describe, expect, test} from 'vitest';

import {fuzzRuns} from '../../../scripts/fuzz-runs.ts';
import {createFflateGzip} from '../src/gzip/fflate-gzip.ts';
import type {GzipEngine} from '../src/gzip/gzip-engine.ts';
import {createNativeGzip} from '../src/gzip/native-gzip.ts';
import {compressBody} from '../src/gzip/compress-body.ts';

const broken = (name: 'native' | 'fflate'): GzipEngine => ({
  name,
  compress: () => Promise.reject(new Error('out of memory')),
  decompress: () => Promise.reject(new Error('out of memory')),
});

describe.for([
  ['native', createNativeGzip],
  ['fflate', createFflateGzip],
] as const)('engine %s', ([name, create]) => {
  test('gives gzip that comes back as it was, the same bytes each time', async () => {
    const engine = create();
    expect(engine.name).toBe(name);
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({maxLength: 5000}), async (body) => {
        const {bytes: compressed} = await engine.compress(body);
        expect(gunzipSync(compressed)).toEqual(Buffer.from(body));
        expect(new Uint8Array(await engine.decompress(compressed))).toEqual(body);
        expect((await engine.compress(body)).bytes).toEqual(compressed);
        // Bytes 4 to 7 of the header: no time of day.
        expect([...compressed.subarray(4, 8)]).toEqual([0, 0, 0, 0]);
      }),
      {numRuns: fuzzRuns(50)},
    );
  });

  test('gives the same bytes whatever was compressed before', async () => {
    const body = Buffer.from(
      JSON.stringify(Array.from({length: 20_000}, (_, index) => ({index, kind: 'Pod'}))),
    );
    const noise = randomBytes(300_000);
    const engine = create();
    const {bytes: first} = await engine.compress(body);
    await engine.compress(noise);
    const {bytes: second} = await engine.compress(body);
    expect(Buffer.compare(first, second)).toBe(0);
    expect(Buffer.compare(gunzipSync(second), body)).toBe(0);
    expect(Buffer.compare(gunzipSync((await engine.compress(noise)).bytes), noise)).toBe(0);
  });

  test('makes less of it at a higher level', async () => {
    const words = Array.from({length: 30_000}, (_, index) => `name-${(index * 7919) % 1009}`).join(' ');
    const body = Buffer.from(words);
    const [fast, small] = [await create(1).compress(body), await create(9).compress(body)];
    expect(small.bytes.byteLength).toBeLessThan(fast.bytes.byteLength);
  });

  test('overwrites no body before it is released', async () => {
    const engine = create();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({length: fc.nat(400_000), keeps: fc.boolean()}), {maxLength: 8}),
        async (plan) => {
          const bodies = plan.map(({length}) => randomBytes(length));
          const compressed = await Promise.all(
            bodies.map(async (body, index) => {
              const made = await engine.compress(body);
              if (plan[index]?.keeps === true) return made.bytes;
              expect(Buffer.compare(gunzipSync(made.bytes), body)).toBe(0);
              made.release();
              return undefined;
            }),
          );
          for (const [index, bytes] of compressed.entries()) {
            if (bytes !== undefined) expect(Buffer.compare(gunzipSync(bytes), bodies[index]!)).toBe(0);
          }
        },
      ),
      {numRuns: fuzzRuns(20)},
    );
  });
});

test('the native engine compresses into memory that was released', async () => {
  const engine = createNativeGzip();
  const first = await engine.compress(Buffer.from('first'));
  const second = await engine.compress(Buffer.from('second'));
  expect(second.bytes.buffer).not.toBe(first.bytes.buffer);
  first.release();
  // Twice would hand the same memory to two bodies.
  first.release();
  const third = await engine.compress(Buffer.from('third'));
  expect(third.bytes.buffer).toBe(first.bytes.buffer);
  const fourth = await engine.compress(Buffer.from('fourth'));
  expect(fourth.bytes.buffer).not.toBe(third.bytes.buffer);
  expect(gunzipSync(third.bytes).toString()).toBe('third');
});

test('the native engine takes another level for one body, and gives the same bytes as an engine of that level', async () => {
  const engine = createNativeGzip();
  const body = Buffer.from(
    Array.from({length: 20_000}, (_, index) => `name-${(index * 7919) % 1009}`).join(' '),
  );
  const expected = new Map<number | undefined, Uint8Array>();
  for (const level of [undefined, 2, 6])
    expected.set(level, (await createNativeGzip(level).compress(body)).bytes);
  for (const level of [6, undefined, 2, 2, 6, undefined]) {
    const {bytes} = await engine.compress(body, level);
    expect(Buffer.compare(bytes, expected.get(level)!)).toBe(0);
  }
  const atOnce = await Promise.all([6, 2, 6, 2].map(async (level) => engine.compress(body, level)));
  expect(atOnce.map(({bytes}) => bytes.byteLength)).toEqual(
    [6, 2, 6, 2].map((level) => expected.get(level)?.byteLength),
  );
});

describe('compressBody', () => {
  const body = Buffer.from('{"objects":[]}');

  test('takes the first engine', async () => {
    const made = await compressBody(body, [createNativeGzip(), broken('fflate')]);
    expect(made).toMatchObject({headers: {'content-encoding': 'gzip'}, warnings: []});
    expect(gunzipSync(made.bytes)).toEqual(body);
    expect(Buffer.from(await made.decompress())).toEqual(body);
  });

  test('takes the next where one fails, and says so', async () => {
    const made = await compressBody(body, [broken('native'), createFflateGzip()]);
    expect(made.headers['content-encoding']).toBe('gzip');
    expect(made.warnings).toEqual(['The gzip engine "native" failed on a page: out of memory.']);
    expect(Buffer.from(await made.decompress())).toEqual(body);
  });

  test('sends the body as it is, without encoding, where all fail', async () => {
    const made = await compressBody(body, [broken('native'), broken('fflate')]);
    expect(made.headers).toEqual({'content-type': 'application/json'});
    expect(made.bytes).toBe(body);
    expect(await made.decompress()).toBe(body);
    expect(made.warnings).toHaveLength(3);
    expect(made.warnings[2]).toContain('uncompressed');
  });
});
