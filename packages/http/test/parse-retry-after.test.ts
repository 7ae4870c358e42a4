import {describe, expect, test} from 'vitest';

import {parseRetryAfter} from '../src/index.ts';

describe('Retry-After', () => {
  const now = Date.UTC(2026, 0, 15, 12, 0, 0);

  test.for([
    ['120', 120_000],
    ['0', 0],
    [' 7 ', 7000],
    ['Thu, 15 Jan 2026 12:00:30 GMT', 30_000],
    ['Thu, 15 Jan 2026 11:59:00 GMT', 0],
    ['-5', undefined],
    ['1.5', undefined],
    ['1e3', undefined],
    ['5 minutes', undefined],
    ['2027', 2_027_000],
    ['Mon, 99 Foo 2026 12:00:00 GMT', undefined],
    ['soon', undefined],
    ['', undefined],
  ] as const)('%j', ([header, milliseconds]) => {
    expect(parseRetryAfter(header, now)).toBe(milliseconds);
  });

  test('missing', () => {
    expect(parseRetryAfter(undefined, now)).toBeUndefined();
    expect(parseRetryAfter(null, now)).toBeUndefined();
  });
});
