import {CollectorError} from '@firefly/core';
import fc from 'fast-check';
import {expect, test} from 'vitest';

import {fuzzRuns} from '../../../../scripts/fuzz-runs.ts';
import {drainPages, fixedSize, readPages} from './drain-pages.ts';
import {createFakePages, type PageFault, pod} from './fake-pages.ts';

const after = fc.double({min: 0, max: 0.99, noNaN: true});
const fault: fc.Arbitrary<PageFault> = fc.oneof(
  {weight: 4, arbitrary: fc.constant<PageFault>({kind: 'none'})},
  {
    weight: 3,
    arbitrary: fc.record({kind: fc.constantFrom<('broken' | 'cut')[]>('broken', 'cut'), after}),
  },
  {weight: 2, arbitrary: fc.record({kind: fc.constant('expired' as const), withToken: fc.boolean()})},
  {weight: 1, arbitrary: fc.record({kind: fc.constant('garbled' as const), after})},
  {weight: 1, arbitrary: fc.record({kind: fc.constant('unreachable' as const), transient: fc.boolean()})},
  {weight: 1, arbitrary: fc.constant<PageFault>({kind: 'forbidden'})},
  {weight: 2, arbitrary: fc.constant<PageFault>({kind: 'late'})},
);

test('whatever goes wrong on the way, each object comes once, or an error tells that some are missing', async () => {
  const runs = fuzzRuns(600);
  let completed = 0;
  let failed = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        count: fc.nat({max: 15}),
        limit: fc.integer({min: 1, max: 5}),
        faults: fc.array(fault, {maxLength: 14}),
        sortedKeys: fc.boolean(),
        chunkBytes: fc.integer({min: 1, max: 200}),
      }),
      async ({count, limit, faults, sortedKeys, chunkBytes}) => {
        const expected = Array.from({length: count}, (_, index) => `pod-${index}`);
        const objects = () => expected.map((name) => pod(name));
        const server = createFakePages({objects, faults, sortedKeys, chunkBytes});
        const reading = readPages({...server, pageSize: fixedSize(limit)});
        const {names, error} = await drainPages(reading);
        expect(new Set(names).size).toBe(names.length);
        expect(reading.progress.items).toBe(names.length);
        expect(server.openBodies).toBe(0);
        const met = faults.slice(0, server.queries.length);
        if (error === undefined) {
          completed++;
          expect(names).toEqual(expected);
          if (met.every(({kind}) => kind === 'none')) expect(reading.progress.inconsistent).toBe(false);
        } else {
          failed++;
          expect(error).toBeInstanceOf(CollectorError);
          expect(met.some(({kind}) => kind !== 'none')).toBe(true);
        }
      },
    ),
    {numRuns: runs},
  );
  expect(completed).toBeGreaterThan(runs / 6);
  expect(failed).toBeGreaterThan(runs / 6);
});
