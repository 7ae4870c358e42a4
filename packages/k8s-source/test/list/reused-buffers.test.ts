import {describe, expect, test} from 'vitest';

import {createListSplitter} from '../../src/list/list-splitter.ts';
import {podType} from './list-texts.ts';

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
