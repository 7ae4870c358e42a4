import fc from 'fast-check';
import {describe, expect, test} from 'vitest';

import {createPageSize} from '../../src/list/page-size.ts';

const megabyte = 1_000_000;

function after(limit: number, ...pages: {items: number; bytes: number}[]): number {
  const size = createPageSize(limit);
  for (const page of pages) size.record(page);
  return size.limit;
}

describe('the size of the next page', () => {
  test('is what was configured, to begin with', () => {
    expect(createPageSize(500).limit).toBe(500);
  });

  test.each([
    ['a fat page: about 4 MB the next time', [{items: 500, bytes: 16 * megabyte}], 125],
    ['a page of huge objects: never fewer than ten', [{items: 500, bytes: 750 * megabyte}], 10],
    ['a page just over 8 MB', [{items: 500, bytes: 8 * megabyte + 1}], 249],
    ['a page of 8 MB', [{items: 500, bytes: 8 * megabyte}], 500],
    ['a page of 2 MB', [{items: 500, bytes: 2 * megabyte}], 500],
    ['a small page: at most twice as many', [{items: 500, bytes: megabyte / 2}], 1000],
    ['a page a little under 2 MB: about 4 MB the next time', [{items: 500, bytes: 1.9 * megabyte}], 1000],
    [
      'small pages: at most four times what was configured',
      Array.from({length: 9}, () => ({items: 2000, bytes: megabyte})),
      2000,
    ],
    ['a last page that is not full', [{items: 20, bytes: 10_000}], 500],
    ['a last page that is fat though not full', [{items: 100, bytes: 20 * megabyte}], 20],
    ['an empty page', [{items: 0, bytes: 100}], 500],
  ])('after %s', (_, pages, expected) => {
    expect(after(500, ...pages)).toBe(expected);
  });

  test('grows back when pages get small again', () => {
    expect(
      after(
        500,
        {items: 500, bytes: 40 * megabyte},
        {items: 50, bytes: 100_000},
        {items: 100, bytes: 100_000},
      ),
    ).toBe(200);
  });

  test('may be configured to be less than ten, and then never less', () => {
    expect(after(5, {items: 5, bytes: 100 * megabyte})).toBe(5);
  });

  test('is always a whole number within its limits', () => {
    const page = fc.record({items: fc.nat({max: 5000}), bytes: fc.nat({max: 100 * megabyte})});
    fc.assert(
      fc.property(fc.integer({min: 1, max: 2000}), fc.array(page), (limit, pages) => {
        const next = after(limit, ...pages);
        expect(Number.isInteger(next)).toBe(true);
        expect(next).toBeGreaterThanOrEqual(Math.min(limit, 10));
        expect(next).toBeLessThanOrEqual(limit * 4);
      }),
    );
  });
});
