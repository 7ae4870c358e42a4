import {constants, crc32, gzipSync} from 'node:zlib';
import * as fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {fuzzRuns} from '../../../../scripts/fuzz-runs.ts';
import {inflateGzip} from '../../src/helm/inflate.ts';

const mebibyte = 1024 * 1024;

/** A gzip header with every optional field (RFC 1952, 2.3.1) in front of the same deflate stream. */
function withOptionalFields(gzip: Buffer) {
  const fields = Buffer.from([3, 0, 1, 2, 3, ...Buffer.from('name\0comment\0')]);
  const header = Buffer.concat([gzip.subarray(0, 10), fields]);
  header[3] = 0b0001_1110;
  const checksum = Buffer.alloc(2);
  checksum.writeUInt16LE(crc32(header) & 0xffff);
  return Buffer.concat([header, checksum, gzip.subarray(10)]);
}

describe('inflateGzip', () => {
  test('inflates what zlib makes, at any level and of any size', () => {
    const content = fc.oneof(
      fc.uint8Array({maxLength: 3000}),
      fc
        .tuple(fc.uint8Array({minLength: 1, maxLength: 40}), fc.integer({min: 1, max: 4000}))
        .map(([unit, times]) => Buffer.concat(Array.from({length: times}, () => unit))),
      fc.integer({min: 0, max: 2 ** 31}).map((seed) => pseudoRandom(seed, 40_000)),
    );
    const options = fc.record({
      level: fc.integer({min: 0, max: 9}),
      strategy: fc.constantFrom(
        constants.Z_DEFAULT_STRATEGY,
        constants.Z_HUFFMAN_ONLY,
        constants.Z_FIXED,
        constants.Z_RLE,
      ),
      memLevel: fc.integer({min: 1, max: 9}),
    });
    fc.assert(
      fc.property(content, options, fc.boolean(), (bytes, zlib, optionalFields) => {
        const plain = gzipSync(bytes, zlib);
        const outcome = inflateGzip(optionalFields ? withOptionalFields(plain) : plain, mebibyte);
        expect(outcome.kind).toBe('inflated');
        expect(outcome.kind === 'inflated' && Buffer.compare(outcome.bytes, bytes)).toBe(0);
      }),
      {numRuns: fuzzRuns(150)},
    );
  });

  test('takes exactly as many bytes as the limit allows', () => {
    const gzip = gzipSync(Buffer.alloc(1000, 'a'));
    expect(inflateGzip(gzip, 1000).kind).toBe('inflated');
    expect(inflateGzip(gzip, 999)).toEqual({kind: 'too-large', byteLength: 1000});
  });

  test('stops a bomb after few steps, whatever size its trailer claims', () => {
    const bomb = gzipSync(Buffer.alloc(16 * mebibyte));
    expect(inflateGzip(bomb, mebibyte)).toEqual({kind: 'too-large', byteLength: 16 * mebibyte});
    const modest = Buffer.from(bomb);
    modest.writeUInt32LE(1000, modest.length - 4);
    expect(inflateGzip(modest, 32 * mebibyte)).toEqual({kind: 'corrupt'});
  });

  test('refuses what stands behind, another member too', () => {
    const gzip = gzipSync('{"name":"podinfo"}');
    for (const more of [Buffer.alloc(8), gzip, Buffer.from('more')]) {
      expect(inflateGzip(Buffer.concat([gzip, more]), mebibyte)).toEqual({kind: 'corrupt'});
    }
  });

  test('does not take a cut off payload for a large one', () => {
    const gzip = gzipSync(pseudoRandom(1, 5000));
    const cut = Buffer.concat([gzip.subarray(0, 3000), Buffer.alloc(8, 0xff)]);
    expect(inflateGzip(cut, mebibyte)).toEqual({kind: 'corrupt'});
  });

  test('refuses every prefix', () => {
    const gzip = withOptionalFields(gzipSync('{"name":"podinfo","version":3}'));
    for (let length = 0; length < gzip.length; length++) {
      expect(inflateGzip(gzip.subarray(0, length), mebibyte)).toEqual({kind: 'corrupt'});
    }
    expect(inflateGzip(gzip, mebibyte).kind).toBe('inflated');
  });

  test('never gives other bytes than were compressed when any bit is changed', () => {
    const content = pseudoRandom(7, 600);
    const gzip = gzipSync(content);
    for (let bit = 0; bit < gzip.length * 8; bit++) {
      const changed = Buffer.from(gzip);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      const outcome = inflateGzip(changed, 10_000);
      if (outcome.kind === 'inflated') expect(Buffer.compare(outcome.bytes, content)).toBe(0);
    }
  });
});

/** Bytes that compress a little, so that streams hold both literals and matches. */
function pseudoRandom(seed: number, length: number) {
  const bytes = Buffer.alloc(length);
  let state = seed | 1;
  for (let index = 0; index < length; index++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    bytes[index] = 32 + ((state >>> 24) % 60);
  }
  return bytes;
}
