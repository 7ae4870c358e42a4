import fc from 'fast-check';
import {expect, test} from 'vitest';

import {guessResourceName} from '../../src/replay/guess-resource-name.ts';
import {ndjsonAsList} from '../../src/replay/ndjson-as-list.ts';

async function* cut(text: string, lengths: readonly number[]): AsyncGenerator<Buffer, void, void> {
  const bytes = Buffer.from(text);
  let from = 0;
  for (const length of lengths) {
    yield Buffer.from(bytes.subarray(from, from + length));
    from += length;
  }
  yield Buffer.from(bytes.subarray(from));
}

test('lines become the items of a list, wherever the chunks are cut', async () => {
  const objects = fc.array(fc.dictionary(fc.string(), fc.jsonValue()));
  const ends = fc.array(fc.constantFrom('\n', '\r\n', '\n\n', ' \n\t\n'), {minLength: 20, maxLength: 20});
  const lengths = fc.array(fc.integer({min: 1, max: 20}));
  await fc.assert(
    fc.asyncProperty(objects, ends, lengths, fc.boolean(), async (values, separators, cuts, ended) => {
      const lines = values.map(
        (value, index) => `${index === 0 ? '' : separators[index % 20]}${JSON.stringify(value)}`,
      );
      const text = `${lines.join('')}${ended ? '\n' : ''}`;
      const pieces: Uint8Array[] = [];
      for await (const some of ndjsonAsList(cut(text, cuts))) pieces.push(...some);
      const list = JSON.parse(Buffer.concat(pieces).toString('utf8')) as {items: unknown};
      expect(list).toEqual({items: JSON.parse(JSON.stringify(values)) as unknown});
    }),
  );
});

test.each([
  ['Pod', 'pods'],
  ['Ingress', 'ingresses'],
  ['NetworkPolicy', 'networkpolicies'],
  ['Endpoints', 'endpoints'],
])('the plural of %s is guessed as %s', (kind, resource) => {
  expect(guessResourceName(kind)).toBe(resource);
});
