import {expect, test} from 'vitest';

import {glob} from '../src/glob.ts';

test.each([
  ['pod?', '*?', ['pods', 'pod?'], ['pod', 'podss', 'xpods']],
  ['a?', '*', ['a?'], ['ab']],
  ['*', '*', ['', 'x', '*'], []],
  ['a*b*c', '*', ['abc', 'abbc', 'axbxbc', 'a*b*c'], ['ab', 'abcd', 'xabc', 'acb']],
  ['*ab', '*', ['ab', 'aab', 'abab'], ['aba', 'b']],
  ['ab*ba', '*', ['abba', 'abxba'], ['aba', 'ab']],
  ['', '*?', [''], ['a']],
  ['a.+(b)', '*?', ['a.+(b)'], ['aab', 'a+(b)']],
] as const)('%s with %s', (pattern, wildcards, fitting, others) => {
  const fits = glob(pattern, wildcards);
  expect([fitting.filter((text) => !fits(text)), others.filter(fits)]).toEqual([[], []]);
});

test('a pattern of many wildcards takes no longer than its letters', () => {
  expect(glob(`${'*?'.repeat(1000)}b`, '*?')('a'.repeat(3000))).toBe(false);
});
