import * as fc from 'fast-check';
import {describe, expect, test} from 'vitest';

import {fastestLevel, nextGzipLevel} from '../src/gzip/next-gzip-level.ts';
import {simulateDelivery, type World} from './simulate-delivery.ts';

test('moves from 1 to 6: up where all other places wait, down a step where hardly any page does', () => {
  const level = fc.integer({min: 1, max: 6});
  const answers = fc.oneof(fc.nat(20), fc.constant(1000));
  fc.assert(
    fc.property(
      level,
      fc.nat(20),
      fc.integer({min: 1, max: 12}),
      answers,
      (from, waiting, places, answered) => {
        const to = nextGzipLevel(from, {waiting, answered, places});
        expect(to).toBeGreaterThanOrEqual(1);
        expect(to).toBeLessThanOrEqual(6);
        expect(to).toBeGreaterThanOrEqual(from - 1);
        expect(to).toBeLessThanOrEqual(from + 3);
        if (waiting === 0) expect(to).toBe(Math.max(1, from - 1));
        if (waiting > 0 && waiting >= places - 1) expect(to).toBeGreaterThanOrEqual(Math.min(6, from + 1));
        // More pages that wait never make it faster, more that were answered never slower.
        expect(nextGzipLevel(from, {waiting: waiting + 1, answered, places})).toBeGreaterThanOrEqual(to);
        expect(nextGzipLevel(from, {waiting, answered: answered + 1, places})).toBeLessThanOrEqual(to);
      },
    ),
  );
});

/** MB/s of one core and ratio, by level: measured on objects that resemble each other, and on text that does not. */
const data: Record<string, World['data']> = {
  'objects alike': (level) => ({speed: [330, 300, 260, 220, 190, 150][level - 1]!, ratio: 12 + level * 2}),
  'other text': (level) => ({speed: [202, 180, 140, 110, 85, 59][level - 1]!, ratio: 4 + level * 0.2}),
  'hardly compressible': (level) => ({
    speed: [60, 55, 48, 40, 32, 25][level - 1]!,
    ratio: 1.5 + level * 0.02,
  }),
};

describe.for(Object.entries(data))('%s', ([, of]) => {
  test.for([2, 1, 0.2])(
    'on %d cores it is within 5 %% of the better of 1 and 6, behind any network',
    (cores) => {
      const costs = {fastest: 1, smallest: 1};
      for (const megabitsPerSecond of [5, 20, 50, 100, 200, 400, 10_000]) {
        for (const [places, pages] of [
          [5, 150],
          [10, 150],
          [10, 55],
        ] as const) {
          const world = {data: of, cores, megabitsPerSecond, places, pages};
          const fastest = simulateDelivery(world, () => 1);
          const smallest = simulateDelivery(world, () => 6);
          const better = Math.min(fastest, smallest);
          const ratio = simulateDelivery(world, nextGzipLevel) / better;
          if (ratio >= 1.05) throw new Error(`${ratio} behind ${JSON.stringify(world)}`);
          costs.fastest = Math.max(costs.fastest, fastest / better);
          costs.smallest = Math.max(costs.smallest, smallest / better);
        }
      }
      // Otherwise there would be nothing to decide.
      expect(costs.fastest + costs.smallest).toBeGreaterThan(2.1);
    },
  );
});

test('a receiver that takes its time over each page costs hardly more than that', () => {
  const world = {data: data['other text']!, cores: 2, megabitsPerSecond: 10_000, places: 10, pages: 150};
  const slow = {...world, answerSeconds: 0.5};
  const fast = simulateDelivery(slow, () => fastestLevel);
  expect(simulateDelivery(slow, nextGzipLevel)).toBeLessThan(fast * 1.1);
});
