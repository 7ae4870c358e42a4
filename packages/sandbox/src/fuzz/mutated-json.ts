import fc from 'fast-check';

/** What a server may write where it does not write what it should. */
type Mutation = 'null' | 'missing' | 'twice' | 'renamed' | 'other';

interface Change {
  /** Which value of the document, counted through, modulo their number. */
  readonly at: number;
  readonly mutation: Mutation;
  readonly name: string;
  readonly value: unknown;
}

const prototypeNames = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf'];
const oddTexts = [
  '',
  ' ',
  '..',
  '../../x',
  'a/b',
  '\u0000\u001b[2J',
  '\u202egnp.exe',
  'x y',
  '%2e%2e',
  '\ud800',
  'É',
];

/** Stands for a value that is nested deeper than a program may be that calls itself for each level. */
const deep = 'deep';
const deepText = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;

/** Values of every other type, huge and deep ones included. */
const otherValue: fc.Arbitrary<unknown> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom<unknown[]>(0, -1, 1.5, 1e300, true, false, '', 'text', [], {}, [null], {
      a: null,
    }),
  },
  {weight: 2, arbitrary: fc.constantFrom(...oddTexts, ...prototypeNames)},
  {weight: 2, arbitrary: fc.jsonValue({maxDepth: 3})},
  {weight: 1, arbitrary: fc.constantFrom(200, 100_000).map((length) => 'x'.repeat(length))},
  {weight: 1, arbitrary: fc.constant(deep)},
);

const change: fc.Arbitrary<Change> = fc.record({
  at: fc.nat(),
  mutation: fc.constantFrom<Mutation[]>('null', 'null', 'missing', 'twice', 'renamed', 'other', 'other'),
  name: fc.constantFrom(...prototypeNames, ...oddTexts),
  value: otherValue,
});

/**
 * Texts of a document in which up to four values are null, missing, twice, under another name or of another type, some of
 * them cut off at the end. The first of them may be the document as it is.
 */
export function mutatedJson(document: unknown): fc.Arbitrary<string> {
  return fc
    .record({
      changes: fc.array(change, {maxLength: 4}),
      cut: fc.option(fc.double({min: 0, max: 1, noNaN: true}), {freq: 8, nil: 1}),
    })
    .map(({changes, cut}) => {
      const text = JSON.stringify(changes.reduce(mutated, document)).replaceAll(
        JSON.stringify(deep),
        deepText,
      );
      return text.slice(0, Math.ceil(text.length * cut));
    });
}

function mutated(document: unknown, change: Change): unknown {
  let left = change.at % sizeOf(document);
  /** What becomes of a value: itself, in a list of none, one or two with their keys. */
  function changed(key: string, value: unknown): readonly (readonly [string, unknown])[] {
    if (left-- !== 0) return [[key, inside(value)]];
    switch (change.mutation) {
      case 'null':
        return [[key, null]];
      case 'missing':
        return [];
      case 'twice':
        return [
          [key, value],
          [key, value],
        ];
      case 'renamed':
        return [[change.name, value]];
      case 'other':
        return [[key, change.value]];
    }
  }
  function inside(value: unknown): unknown {
    if (Array.isArray(value)) return value.flatMap((one) => changed('', one).map(([, kept]) => kept));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).flatMap(([key, one]) => changed(key, one)));
  }
  const [root] = changed('', document);
  return root?.[1] ?? null;
}

function sizeOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce<number>((sum, one) => sum + sizeOf(one), 1);
}
