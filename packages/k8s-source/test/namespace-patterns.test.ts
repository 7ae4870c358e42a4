import fc from 'fast-check';
import {expect, test} from 'vitest';

import {matchNamespaces} from '../src/namespace-patterns.ts';

const name = fc.stringMatching(/^[a-z0-9]([-a-z0-9]{0,8}[a-z0-9])?$/u);

test.each([
  [['shop'], ['shop'], ['shops', 'a-shop']],
  [['team-*'], ['team-', 'team-a'], ['team', 'a-team-a']],
  [['team-?'], ['team-a'], ['team-', 'team-ab']],
  [['!kube-*'], ['shop'], ['kube-system']],
  [['team-*', '!team-x'], ['team-a'], ['team-x', 'shop']],
  [['!team-x', 'team-*'], ['team-a'], ['team-x', 'shop']],
  [['*', '!*-test', '!ci'], ['shop'], ['shop-test', 'ci']],
  [['a**b'], ['ab', 'acb'], ['a']],
])('%j', (patterns, matching, others) => {
  const matches = matchNamespaces(patterns);
  expect(matching.filter((one) => !matches(one))).toEqual([]);
  expect(others.filter(matches)).toEqual([]);
});

test('names match themselves alone, and with ! everything else', () => {
  fc.assert(
    fc.property(fc.uniqueArray(name, {minLength: 1, maxLength: 4}), name, (names, other) => {
      expect(matchNamespaces(names)(other)).toBe(names.includes(other));
      expect(matchNamespaces(names.map((one) => `!${one}`))(other)).toBe(!names.includes(other));
    }),
  );
});
