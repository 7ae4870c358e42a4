import {expect, test} from 'vitest';

import {expand} from '../../src/kubernetes/cluster-plan/expand.ts';
import {readManifests} from '../../src/kubernetes/cluster-plan/manifests.ts';
import {slotOf} from '../../src/kubernetes/cluster-plan/slots.ts';

const expanded = (value: unknown, parameters: Readonly<Record<string, unknown>> = {}) =>
  expand(value, (name) => parameters[name]);

test.each([
  ['a reference', {a: '$b'}, {b: {c: '$d'}, d: 1}, {a: {c: 1}}],
  ['an optional one to nothing', {a: '$b?', c: ['$b?', 2]}, {}, {c: [2]}],
  ['one that is null', {a: '$b?'}, {b: null}, {}],
  ['a list of nothing but those', {a: ['$b?'], c: []}, {}, {c: []}],
  ['what only looks like one', {a: '$(B)', $patch: 'c', d: 'x $b'}, {}, {a: '$(B)', $patch: 'c', d: 'x $b'}],
  ['an item', [{$times: 2, a: ['${index}', '${ordinal}']}], {}, [{a: ['0', '01']}, {a: ['1', '02']}]],
  ['as many as a parameter says', [{$times: '$n', a: 1}], {n: 0}, []],
  ['a text', {a: {$times: 3, $text: '${index};'}}, {}, {a: '0;1;2;'}],
] as const)('a manifest writes out %s', (_, value, parameters, expected) => {
  expect(expanded(value, parameters)).toEqual(expected);
});

test('a manifest that names what is not there fails at once', () => {
  expect(() => expanded({a: '$b'})).toThrow('No manifest defines $b.');
  expect(() => slotOf('nmae')).toThrow('No slot is named "nmae".');
});

test('every key of every manifest is a known one', () => {
  const known = new Set(
    `resource population perMember weight count each benchOnly name owner boundTo ascendingUids managers outlined applied
     sizable statuses with variants object`.split(/\s+/),
  );
  const keys = readManifests().objects.flatMap((manifest) => Object.keys(manifest));
  expect(keys.filter((key) => !known.has(key))).toEqual([]);
});
