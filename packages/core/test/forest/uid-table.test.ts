import fc from 'fast-check';
import {expect, test} from 'vitest';

import {createUidTable, type UidTable} from '../../src/forest/uid-table.ts';

function jsonOf(table: UidTable, number: number): string {
  const target = Buffer.alloc(7 + table.jsonBytes(number));
  return target.toString('utf8', 7, table.writeJson(number, target, 7));
}

test('a UID has one number and comes back as it was', () => {
  const anyUid = fc.oneof(
    fc.uuid(),
    fc.uuid().map((uid) => uid.toUpperCase()),
    fc.string({unit: 'grapheme'}),
  );
  fc.assert(
    fc.property(fc.array(anyUid), (uids) => {
      const table = createUidTable();
      const numbers = new Map<string, number>();
      for (const uid of [...uids, ...uids]) {
        const number = table.intern(uid);
        expect(number).toBe(numbers.get(uid) ?? numbers.size);
        numbers.set(uid, number);
        expect(JSON.parse(jsonOf(table, number))).toBe(uid);
        expect(table.jsonBytes(number)).toBe(Buffer.byteLength(jsonOf(table, number)));
      }
      expect(table.length).toBe(numbers.size);
    }),
  );
});

test('what was added is found, with the number that it got', () => {
  const anyUid = fc.oneof(fc.uuid(), fc.string());
  fc.assert(
    fc.property(
      fc.uniqueArray(anyUid),
      fc.uniqueArray(anyUid),
      fc.uniqueArray(anyUid),
      (first, second, third) => {
        const table = createUidTable();
        const all = [...new Set([...first, ...second, ...third])];
        for (const uid of first) table.add(uid);
        for (const uid of second) table.intern(uid);
        for (const uid of third) if (!first.includes(uid) && !second.includes(uid)) table.add(uid);
        expect(table.length).toBe(all.length);
        expect(all.map((uid) => table.intern(uid))).toEqual(all.map((_, index) => index));
      },
    ),
  );
});

test('numbers outlast growing', () => {
  const table = createUidTable();
  const uidAt = (index: number) => `${index.toString(16).padStart(8, '0')}-0000-4000-8000-0000deadbeef`;
  const numbers = Array.from({length: 50_000}, (_, index) => table.intern(uidAt(index)));
  expect(numbers.every((number, index) => number === index)).toBe(true);
  for (let index = 0; index < 50_000; index += 97) {
    expect(table.intern(uidAt(index))).toBe(index);
    expect(jsonOf(table, index)).toBe(`"${uidAt(index)}"`);
  }
});

test('so do those of UIDs that were added, however many', () => {
  const table = createUidTable();
  const uidAt = (index: number) => `${index.toString(16).padStart(8, '0')}-0000-4000-8000-0000deadbeef`;
  for (let index = 0; index < 50_000; index++) table.add(uidAt(index));
  for (let index = 0; index < 60_000; index += 97) {
    expect(table.intern(uidAt(index))).toBe(index < 50_000 ? index : table.length - 1);
  }
});
