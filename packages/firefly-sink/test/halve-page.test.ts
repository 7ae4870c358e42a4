import * as fc from 'fast-check';
import {expect, test} from 'vitest';

import {halvePage, onlyItem, type PageLayout} from '../src/halve-page.ts';

function layoutOf(head: string, items: readonly string[], tail: string): PageLayout {
  const offsets: number[] = [];
  let text = head;
  for (const [index, item] of items.entries()) {
    if (index > 0) text += ',';
    offsets.push(Buffer.byteLength(text));
    text += item;
  }
  return {body: Buffer.from(text + tail), offsets, tailLength: Buffer.byteLength(tail)};
}

test('both halves are pages with the same frame, and together hold every item once and in order', () => {
  const item = fc.json();
  fc.assert(
    fc.property(fc.string(), fc.array(item, {minLength: 2}), fc.string(), (head, items, tail) => {
      const halves = halvePage(layoutOf(head, items, tail));
      const middle = Math.ceil(items.length / 2);
      expect(halves).toEqual([
        layoutOf(head, items.slice(0, middle), tail),
        layoutOf(head, items.slice(middle), tail),
      ]);
    }),
  );
});

test('the only item is what stands between head and tail', () => {
  fc.assert(
    fc.property(fc.string(), fc.json(), fc.string(), (head, item, tail) => {
      expect(Buffer.from(onlyItem(layoutOf(head, [item], tail))).toString()).toBe(item);
    }),
  );
});
