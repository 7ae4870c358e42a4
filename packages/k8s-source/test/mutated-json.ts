import * as fc from 'fast-check';

import {anyCharacter} from '../../../scripts/any-character.ts';

/** Values where another one was expected: what Go, JavaScript and strangers put there. */
const odd: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -1,
    1.5,
    2 ** 63,
    '',
    ' ',
    '\u0000\u001B[31m',
    '\u2028',
    '__proto__',
  ),
  fc.constantFrom<unknown>(
    [],
    {},
    [null],
    {'': null},
    [[[[]]]],
    {constructor: {}, toString: 1},
    'x'.repeat(70_000),
  ),
  fc.string({unit: anyCharacter, maxLength: 8}),
  fc.jsonValue({maxDepth: 3}),
);

/** Texts that stand where a value should, beyond what a JavaScript value can say. */
const oddText = fc.constantFrom(
  '1e999',
  '12345678901234567890123',
  '1.0',
  '-0',
  '"\\ud800"',
  '"\\u0000"',
  `${'['.repeat(400)}${']'.repeat(400)}`,
  `${'{"a":'.repeat(60)}1${'}'.repeat(60)}`,
  '{"__proto__":{"name":"x"}}',
  '{"a":1,"a":2}',
);

type Mutation = (value: unknown) => unknown;

/** One value somewhere inside is left out, replaced or put twice into its list. */
const mutation: fc.Arbitrary<Mutation> = fc
  .tuple(
    fc.array(fc.nat({max: 9}), {maxLength: 6}),
    fc.constantFrom('replace', 'remove', 'repeat', 'rename'),
    odd,
  )
  .map(
    ([route, how, instead]) =>
      (value) =>
        mutate(value, route, how, instead),
  );

function mutate(value: unknown, route: readonly number[], how: string, instead: unknown): unknown {
  const [turn, ...rest] = route;
  if (turn === undefined || typeof value !== 'object' || value === null) return instead;
  const entries = Object.entries(value);
  const at = turn % Math.max(1, entries.length);
  const last = rest.length === 0;
  const changed = entries.flatMap(([key, inner], index): [string, unknown][] => {
    if (index !== at) return [[key, inner]];
    if (!last) return [[key, mutate(inner, rest, how, instead)]];
    if (how === 'remove') return [];
    if (how === 'repeat')
      return [
        [key, inner],
        [`${key}2`, inner],
      ];
    if (how === 'rename') return [[key.toUpperCase(), inner]];
    return [[key, instead]];
  });
  return Array.isArray(value) ? changed.map(([, inner]) => inner) : Object.fromEntries(changed);
}

/** JSON text of a valid value, changed in up to three places: fields, then the text, then its bytes. */
export function mutatedJson(valid: unknown): fc.Arbitrary<Buffer> {
  const cut = fc.record({
    at: fc.double({min: 0, max: 1, noNaN: true}),
    how: fc.nat({max: 9}),
    byte: fc.nat({max: 255}),
  });
  return fc
    .tuple(fc.array(mutation, {maxLength: 3}), oddText, cut)
    .map(([mutations, text, {at, how, byte}]) => {
      const json = JSON.stringify(mutations.reduce((value, apply) => apply(value), valid)) ?? 'null';
      const bytes = Buffer.from(json);
      const place = Math.floor(at * bytes.length);
      switch (how) {
        case 0:
          return bytes.subarray(0, place);
        case 1:
          bytes[place] = byte;
          return bytes;
        case 2:
          return Buffer.concat([bytes.subarray(0, place), Buffer.from([byte]), bytes.subarray(place)]);
        case 3:
          return Buffer.concat([bytes, bytes]);
        case 4:
          return Buffer.from(json.replace(/:(?:null|true|\d+|"[^"\\]*"|\[\]|\{\})/, () => `:${text}`));
        case 5:
          // A key that comes twice.
          return Buffer.from(
            json.replace(
              /,("(?:name|info|status|metadata)":)/,
              (_all, key: string) => `,${key}${text},${key}`,
            ),
          );
        default:
          return bytes;
      }
    });
}
