import {describe, expect, test} from 'vitest';

import {createBufferPool} from '../src/buffer-pool.ts';

describe('a buffer', () => {
  test('that was given back is used again, once, where it is large enough', () => {
    const pool = createBufferPool({maxSpare: 2});
    const small = pool.take(10);
    const large = pool.take(100);
    pool.give(small);
    pool.give(large);
    expect(pool.take(50)).toBe(large);
    expect(pool.take(10)).toBe(small);
    expect(pool.take(10)).not.toBe(small);
  });

  test('has the bytes that were asked for, or more', () => {
    const pool = createBufferPool({maxSpare: 1});
    pool.give(pool.take(10));
    expect(pool.take(11)).toHaveLength(11);
    expect(pool.take(3)).toHaveLength(10);
  });

  test('that grows keeps what was used of it, and comes back to the pool', () => {
    const pool = createBufferPool({maxSpare: 1});
    const small = pool.take(10);
    small.write('0123456789');
    const large = pool.grow(small, 4, 100);
    expect(large).toHaveLength(100);
    expect(large.toString('latin1', 0, 4)).toBe('0123');
    expect(pool.take(10)).toBe(small);
  });

  test('that is too large is not kept', () => {
    const pool = createBufferPool({maxSpare: 1, maxBytes: 100});
    const giant = pool.take(101);
    pool.give(giant);
    expect(pool.take(101)).not.toBe(giant);
  });

  test('is one of so many that are kept', () => {
    const pool = createBufferPool({maxSpare: 12});
    const buffers = Array.from({length: 15}, () => pool.take(10));
    for (const buffer of buffers) pool.give(buffer);
    const again = new Set(Array.from({length: 15}, () => pool.take(10)));
    expect(buffers.filter((buffer) => again.has(buffer))).toHaveLength(12);
  });
});
