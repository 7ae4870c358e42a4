import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {applyEdits} from '../src/edit.ts';
import {endOfList, endOfString, withComma, withoutLastComma} from '../src/readers/json-text.ts';
import {decodeKey} from '../src/readers/scalar.ts';

/** Short and long runs, so that both the loop and the engine's search meet quotes and backslashes. */
const text = fc
  .array(
    fc.oneof(
      fc.constantFrom('"', '\\', '\\\\', '\\"', '{', '}', '[', ']', '\n', 'ä', '],"x', ']},"x', '}],'),
      fc.integer({min: 1, max: 300}).map((length) => 'x'.repeat(length)),
    ),
    {maxLength: 30},
  )
  .map((parts) => parts.join(''));

describe('JSON text', () => {
  it('finds the end of any string, and its text', () => {
    fc.assert(
      fc.property(text, text, (value, after) => {
        const token = JSON.stringify(value);
        const bytes = Buffer.from(`${token},${after}`);
        const end = endOfString(bytes, 0);
        expect(end).toBe(Buffer.byteLength(token));
        expect(decodeKey(bytes, 0, end)).toBe(value);
      }),
    );
  });

  it('finds the end of any list', () => {
    fc.assert(
      fc.property(fc.jsonValue(), text, fc.constantFrom(undefined, 1, '\t'), (value, after, space) => {
        const token = JSON.stringify(value, undefined, space);
        expect(endOfList(Buffer.from(`[${token}]${after}`), 0)).toBe(Buffer.byteLength(token) + 2);
      }),
    );
  });

  it('ends at the end of text that is cut off', () => {
    for (const cut of ['"abc', '"abc\\', `"${'x'.repeat(500)}`, `"${'x'.repeat(500)}\\"`])
      expect(endOfString(Buffer.from(cut), 0)).toBe(cut.length);
    for (const cut of ['[{"a":', '[[[', '[12']) expect(endOfList(Buffer.from(cut), 0)).toBe(cut.length);
  });
});

it('leaves members out that end an object with the comma before the first of them, each as its own edit', () => {
  const members = ['"a":1', '"b":[2]', '"c":{"d":3}', '"e":4'];
  const bytes = Buffer.from(`{${members.join(' , ')} }`);
  for (let kept = 0; kept < 16; kept++) {
    const gone = members.filter((_, index) => (kept & (1 << index)) === 0);
    const edits = gone.map((member) => {
      const start = bytes.indexOf(member);
      return {...withComma(bytes, start, start + member.length), text: '', findings: []};
    });
    const done = withoutLastComma(bytes, edits);
    expect(done).toHaveLength(edits.length);
    const left = members.filter((member) => !gone.includes(member));
    expect(JSON.parse(applyEdits(bytes, done).toString())).toEqual(JSON.parse(`{${left.join()}}`));
  }
});
