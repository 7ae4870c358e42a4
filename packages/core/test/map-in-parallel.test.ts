import {expect, test} from 'vitest';

import {mapInParallel} from '../src/index.ts';

test('answers stand in the order of the items, and of thousands only so many are begun at once', async () => {
  const items = Array.from({length: 3000}, (_, index) => index);
  let underWay = 0;
  let most = 0;
  const answers = await mapInParallel(items, async (item) => {
    most = Math.max(most, ++underWay);
    // The later ones are faster.
    for (let turn = item % 7; turn < 7; turn++) await Promise.resolve();
    underWay--;
    return item * 2;
  });
  expect(answers).toEqual(items.map((item) => item * 2));
  expect(most).toBe(64);
});

test('fewer items than places, and none at all', async () => {
  expect(await mapInParallel([1], async (item) => item)).toEqual([1]);
  expect(await mapInParallel([], async () => 1)).toEqual([]);
});

test('once one has failed no more are begun, of as many at once as the caller says', async () => {
  const begun: number[] = [];
  const other = Promise.withResolvers<void>();
  const failing = mapInParallel(
    [1, 2, 3, 4],
    async (item) => {
      begun.push(item);
      if (item === 1) throw new Error(`item ${item}`);
      await other.promise;
    },
    2,
  );
  await expect(failing).rejects.toThrow('item 1');
  other.resolve();
  await new Promise(setImmediate);
  expect(begun).toEqual([1, 2]);
});
