import fc from 'fast-check';
import {describe, expect, test} from 'vitest';

import {fuzzRuns} from '../../../../scripts/fuzz-runs.ts';
import {MalformedListError} from '../../src/list/malformed-list-error.ts';
import {expectedItem, expectedMetadata} from './expected-items.ts';
import {listText} from './list-texts.ts';
import {cut, everyByte, split, type Split} from './split.ts';

interface ParsedList {
  readonly metadata?: unknown;
  readonly items?: unknown;
}

function parse(text: string): ParsedList | undefined {
  try {
    return JSON.parse(text) as ParsedList;
  } catch {
    return undefined;
  }
}

describe('any list, however it is written and cut', () => {
  const cuts = fc.array(fc.nat({max: 3000}), {maxLength: 40});

  test.each([false, true])('gives the bytes and the metadata of its items, reuseBuffer %s', (reuseBuffer) => {
    fc.assert(
      fc.property(listText, cuts, ({text, items}, positions) => {
        const {items: found, metadata} = split(cut(Buffer.from(text), positions), {reuseBuffer});
        expect(found).toEqual(items.map(expectedItem));
        expect(metadata).toEqual(parse(text)?.metadata ?? {});
      }),
      {numRuns: fuzzRuns(400)},
    );
  });

  test('cut at every byte', () => {
    fc.assert(
      fc.property(listText, fc.boolean(), ({text, items}, reuseBuffer) => {
        const {items: found} = split(everyByte(Buffer.from(text)), {reuseBuffer});
        expect(found).toEqual(items.map(expectedItem));
      }),
      {numRuns: fuzzRuns(100)},
    );
  });
});

test('a list that reaches over the end of a buffer, at any of its bytes, is the same list', () => {
  const bufferBytes = 256 * 1024;
  fc.assert(
    fc.property(
      listText,
      fc.nat(),
      fc.boolean(),
      fc.nat({max: 5}),
      ({text, items}, at, reuseBuffer, lead) => {
        const bytes = Buffer.from(text);
        const before = Buffer.alloc(bufferBytes - (at % bytes.length), ' ');
        const chunks = [
          before.subarray(0, -lead || undefined),
          ...(lead === 0 ? [] : [before.subarray(-lead)]),
        ];
        const {items: found, metadata} = split([...chunks, ...everyByte(bytes)], {reuseBuffer});
        expect(found).toEqual(items.map(expectedItem));
        expect(metadata).toEqual(parse(text)?.metadata ?? {});
      },
    ),
    {numRuns: fuzzRuns(200)},
  );
});

describe('any damage to a list', () => {
  /** Bytes that JSON gives a meaning, and a few that it never does. */
  const byte = fc.oneof(
    fc.constantFrom(...Buffer.from('{}[]:,"\\/ \n0123456789-+.eEtrufalsn'), 0, 0x1f, 0x80, 0xbf, 0xc0, 0xff),
    fc.nat({max: 255}),
  );
  const damage = fc.record({
    kind: fc.constantFrom('replace', 'insert', 'delete', 'truncate', 'double'),
    at: fc.nat({max: 100_000}),
    byte,
  });

  function apply(bytes: Uint8Array, {kind, at, byte}: {kind: string; at: number; byte: number}): Uint8Array {
    const where = bytes.length === 0 ? 0 : at % bytes.length;
    const [before, after] = [bytes.subarray(0, where), bytes.subarray(where)];
    switch (kind) {
      case 'replace':
        return Buffer.concat([before, Buffer.of(byte), after.subarray(1)]);
      case 'insert':
        return Buffer.concat([before, Buffer.of(byte), after]);
      case 'delete':
        return Buffer.concat([before, after.subarray(1)]);
      case 'truncate':
        return before;
      default:
        return Buffer.concat([before, after.subarray(0, byte), after]);
    }
  }

  function attempt(chunks: Uint8Array[]): Split | MalformedListError {
    try {
      return split(chunks);
    } catch (error) {
      if (error instanceof MalformedListError) return error;
      throw error;
    }
  }

  test('is found where JSON.parse finds it, and else changes nothing but what it says', () => {
    const runs = fuzzRuns(1200);
    let accepted = 0;
    let refused = 0;
    fc.assert(
      fc.property(
        listText,
        fc.array(damage, {minLength: 1, maxLength: 3}),
        fc.array(fc.nat({max: 3000}), {maxLength: 10}),
        ({text}, damages, cuts) => {
          const bytes = damages.reduce<Uint8Array>(apply, Buffer.from(text));
          const outcome = attempt(cut(bytes, cuts));
          const isText = Buffer.from(Buffer.from(bytes).toString('utf8')).equals(bytes);
          const parsed = parse(Buffer.from(bytes).toString('utf8'));
          if (outcome instanceof MalformedListError) {
            refused++;
            expect(outcome.byteOffset).toBeLessThanOrEqual(bytes.length);
            // A list that JSON.parse would take is refused for its shape alone.
            // JSON.parse keeps the last of two "items".
            const named =
              Buffer.from(bytes)
                .toString('latin1')
                .split(/"i(?:t|\\u0074)ems"/).length - 1;
            if (parsed !== undefined && isText && named < 2) expect(isList(parsed)).toBe(false);
            return;
          }
          accepted++;
          expect(parsed).toBeDefined();
          // What is no object is passed over, and counted.
          const items = ((parsed?.items ?? []) as unknown[]).filter(isObject);
          expect(outcome.items.map((item) => JSON.parse(item.text) as unknown)).toEqual(
            items.map((item) => ({apiVersion: 'v1', kind: 'Pod', ...item})),
          );
          expect(outcome.items).toMatchObject(items.map(expectedMetadata));
        },
      ),
      {numRuns: runs},
    );
    // Damage that hits a string or white space alone goes unnoticed by any parser; both sides must be seen here.
    expect(accepted).toBeGreaterThan(runs / 24);
    expect(refused).toBeGreaterThan(runs / 4);
  });

  function isObject(value: unknown): value is object {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  }

  function isList(parsed: ParsedList): boolean {
    if (!isObject(parsed)) return false;
    const {items} = parsed;
    return items === null || (Array.isArray(items) && items.every(isObject));
  }

  test('is told from an early end, which is worth another try', () => {
    fc.assert(
      fc.property(listText, fc.nat({max: 100_000}), ({text}, at) => {
        const bytes = Buffer.from(text.trimEnd());
        const outcome = attempt([bytes.subarray(0, at % bytes.length)]);
        expect(outcome).toMatchObject({truncated: true, byteOffset: at % bytes.length});
      }),
      {numRuns: fuzzRuns(300)},
    );
  });

  test('is found at the same byte however the list is cut', () => {
    fc.assert(
      fc.property(listText, damage, fc.array(fc.nat({max: 3000}), {maxLength: 10}), ({text}, one, cuts) => {
        const bytes = apply(Buffer.from(text), one);
        const whole = attempt([bytes]);
        const pieces = attempt(cut(bytes, cuts));
        if (whole instanceof MalformedListError) expect(pieces).toMatchObject({message: whole.message});
        else expect(pieces).toEqual(whole);
      }),
      {numRuns: fuzzRuns(300)},
    );
  });
});
