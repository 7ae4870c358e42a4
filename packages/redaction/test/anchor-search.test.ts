import fc from 'fast-check';
import {expect, it} from 'vitest';

import {AnchorSearch, anchorsWith, type Found, sight} from '../src/engine/anchor-search.ts';
import {hasRun} from '../src/readers/has-run.ts';
import {endOfString} from '../src/readers/json-text.ts';

const own = 'widget';
const search = new AnchorSearch([own]);
const anchors = anchorsWith([own]);
const parts = fc
  .array(
    fc.oneof(
      fc.constantFrom(...anchors.map(({text}) => text)),
      fc.constantFrom(...anchors.map(({text}) => text.slice(0, -1))),
      fc.constantFrom('PASSWORD', 'Token', '"', '\\', '=', ': ', ';', '@', ' ', '\n', 'ä', 'x', '.'),
      fc.constantFrom(
        'H4sIAAAAAAAAA0vLSSxOBQ',
        '5f70bf18a086007016e948',
        'a_long_name_of_words',
        '2026-11-28T12:36:38Z',
      ),
    ),
    {maxLength: 12},
  )
  .map((all) => all.join(''));

/** The anchors that stand in a text, by the engine's own search for each. */
function standing(text: string) {
  return anchors.filter((anchor) =>
    anchor.anyCase === true ? text.toLowerCase().includes(anchor.text) : text.includes(anchor.text),
  );
}

it('sees every word that stands in a text, and no other', () => {
  fc.assert(
    fc.property(parts, parts, (before, text) => {
      const bytes = Buffer.from(before + text);
      const start = Buffer.byteLength(before);
      const found: Found = new Set();
      const seen = search.search(bytes, start, bytes.length, found);
      expect(found.delete('run')).toBe(hasRun(bytes, start, bytes.length));
      const forms = standing(text).flatMap(({form}) => form ?? []);
      expect(found).toEqual(new Set(forms));
      if (standing(text).some(({before: sign}) => sign === undefined)) expect(seen).toBe(sight.hit);
      if (standing(text).length > 0) expect(seen).not.toBe(sight.none);
    }),
  );
});

it('sees words of many rules, which take more memory', () => {
  const more = Array.from({length: 400}, (_, index) => `kind${index}x${'y'.repeat(index % 7)}`);
  const many = new AnchorSearch(more);
  for (const word of more) {
    const bytes = Buffer.from(`a ${word.toUpperCase()}.`);
    expect(many.search(bytes, 0, bytes.length)).toBe(sight.hit);
  }
  expect(many.search(Buffer.from('a kind x'), 0, 8)).toBe(sight.none);
});

it('sees in a string of JSON what stands in it, and finds its end', () => {
  fc.assert(
    fc.property(parts, parts, (text, after) => {
      const bytes = Buffer.from(`${JSON.stringify(text)}${after}`);
      const seen = search.searchString(bytes, 0);
      expect(search.end).toBe(endOfString(bytes, 0));
      // In escapes words may stand that are in no text; none of the text's is missed.
      if (standing(text).length > 0) expect(seen).not.toBe(sight.none);
    }),
  );
});

it.each([
  ['password: x', sight.hit],
  ['my password is x', sight.hit],
  ['--password', sight.word],
  ['api-credentials', sight.word],
  ['/var/run/secrets/app', sight.word],
  ['2pw8;enabled=true', sight.word],
  ['a;pw8;b: x', sight.hit],
  ['https://example.com', sight.word],
  ['https://u:x@example.com', sight.hit],
  ['pass\\u0077ord', sight.hit],
  ['C:\\new', sight.none],
  [`H4sIAAAAAAAAA0vLSSxOBQ`, sight.hit],
  ['sha256:5f70bf18a086007016e948b04aed3b82103a36be', sight.none],
] as const)('sees in %j what may be of interest', (text, seen) => {
  const bytes = Buffer.from(text);
  expect(search.search(bytes, 0, bytes.length)).toBe(seen);
});
