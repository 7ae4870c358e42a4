import {describe, expect, test} from 'vitest';

import {createListSplitter} from '../src/list/list-splitter.ts';
import {giveSlab, SLAB_BYTES, takeSlab} from '../src/slab-pool.ts';
import {podType} from './list/list-texts.ts';

const MB = 1024 * 1024;

describe('a buffer', () => {
  test('that was given back is used again, where it is large enough', () => {
    const small = takeSlab(SLAB_BYTES);
    const large = takeSlab(MB);
    giveSlab(small);
    giveSlab(large);
    expect(takeSlab(MB)).toBe(large);
    expect(takeSlab(SLAB_BYTES)).toBe(small);
    expect(takeSlab(SLAB_BYTES)).not.toBe(small);
  });

  test('made for one giant is not kept', () => {
    const giant = takeSlab(3 * MB);
    giveSlab(giant);
    expect(takeSlab(3 * MB)).not.toBe(giant);
  });

  test('is one of twelve that are kept', () => {
    const slabs = Array.from({length: 15}, () => takeSlab(MB));
    for (const slab of slabs) giveSlab(slab);
    const again = new Set(Array.from({length: 15}, () => takeSlab(MB)));
    expect(slabs.filter((slab) => again.has(slab))).toHaveLength(12);
  });
});

describe('a splitter that uses its buffer again', () => {
  const list = (text: string) => Buffer.from(`{"items":[{"apiVersion":"v1","kind":"Pod","a":"${text}"}]}`);

  function bufferOf(
    splitter: ReturnType<typeof createListSplitter>,
    text: string,
  ): ArrayBufferLike | undefined {
    return splitter.push(list(text))[0]?.bytes.buffer;
  }

  test('gives it to the next one when it is closed, once, and not before', () => {
    const first = createListSplitter({type: podType, reuseBuffer: true});
    const buffer = bufferOf(first, 'x');
    const second = createListSplitter({type: podType, reuseBuffer: true});
    expect(bufferOf(second, 'y')).not.toBe(buffer);
    first.close();
    first.close();
    const third = createListSplitter({type: podType, reuseBuffer: true});
    const fourth = createListSplitter({type: podType, reuseBuffer: true});
    expect(new Set([bufferOf(third, 'z'), bufferOf(fourth, 'z')]).size).toBe(2);
    for (const splitter of [second, third, fourth]) splitter.close();
  });

  test('does so only where that was asked for', () => {
    const first = createListSplitter({type: podType});
    const buffer = bufferOf(first, 'x');
    first.close();
    const others = Array.from({length: 13}, () => createListSplitter({type: podType, reuseBuffer: true}));
    expect(others.map((splitter) => bufferOf(splitter, 'y'))).not.toContain(buffer);
    for (const splitter of others) splitter.close();
  });
});
