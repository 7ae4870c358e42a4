import fc from 'fast-check';
import {expect, test} from 'vitest';

import {createUidTable} from '../../src/forest/uid-table.ts';

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
        expect(JSON.parse(table.toJson(number))).toBe(uid);
        expect(table.jsonBytes(number)).toBe(Buffer.byteLength(table.toJson(number)));
      }
      expect(table.length).toBe(numbers.size);
    }),
  );
});

test('numbers outlast growing', () => {
  const table = createUidTable();
  const uidAt = (index: number) => `${index.toString(16).padStart(8, '0')}-0000-4000-8000-0000deadbeef`;
  for (let index = 0; index < 50_000; index++) expect(table.intern(uidAt(index))).toBe(index);
  for (let index = 0; index < 50_000; index += 97) {
    expect(table.intern(uidAt(index))).toBe(index);
    expect(table.toJson(index)).toBe(`"${uidAt(index)}"`);
  }
});
