import {mkdtemp, readdir, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

import fc from 'fast-check';
import {afterAll, beforeAll, expect, test} from 'vitest';

import {fuzzRuns} from '../../../../scripts/fuzz-runs.ts';
import {grow} from './grow.ts';
import {naiveForest} from './naive-forest.ts';
import type {StatedObject} from './object-text.ts';
import {objectTypes} from './object-types.ts';

const uids = [
  '00000000-0000-4000-8000-000000000001',
  '00000000-0000-4000-8000-000000000002',
  'c2f1e2a4-5b1d-4c53-9d7e-8a6f0b1c2d3e',
  'C2F1E2A4-5B1D-4C53-9D7E-8A6F0B1C2D3E',
  'c2f1e2a45b1d4c539d7e8a6f0b1c2d3e',
  'ein "Schlüssel"',
  'd0000000-0000-4000-8000-000000000001',
  'd0000000-0000-4000-8000-000000000002',
  'd0000000-0000-4000-8000-00000000000g',
];
const neverCollected = ['ffffffff-ffff-4fff-8fff-ffffffffffff', 'gone'];

const namesOf: Readonly<Partial<Record<keyof typeof objectTypes, readonly string[]>>> = {
  statefulSet: ['web', 'b-web', 'data'],
  otherStatefulSet: ['web'],
  claim: ['data-web-0', 'data-b-web-1', 'data-b-web-x', 'a-data-b-web-01', 'web-0', '-web-0', 'x-web-00'],
  volume: [...uids.map((uid) => `pvc-${uid}`), 'pvc-gone', 'nfs'],
};

type TypeKey = keyof typeof objectTypes;

const anyObject = (keys: readonly TypeKey[]): fc.Arbitrary<StatedObject> =>
  fc.constantFrom(...keys).chain((key) =>
    fc.record({
      type: fc.constant(objectTypes[key]),
      name: fc.constantFrom(...(namesOf[key] ?? ['a', 'b'])),
      namespace: objectTypes[key].namespaced ? fc.constantFrom('one', 'one', 'two') : fc.constant(undefined),
      uid: fc.option(fc.constantFrom(...uids), {nil: undefined, freq: 8}),
      owners: fc.array(fc.constantFrom(...uids, ...neverCollected), {maxLength: 3, size: 'max'}),
      spec: fc.nat(300).map((length) => `{"replicas":1.0,"text":"${'ä'.repeat(length)}"}`),
    }),
  );

/** Few types make relations by name likely, many make accidents likely. */
const anyForest = fc
  .constantFrom<readonly TypeKey[]>(
    Object.keys(objectTypes) as TypeKey[],
    ['service', 'knativeService', 'endpoints'],
    ['statefulSet', 'otherStatefulSet', 'claim', 'volume'],
  )
  .chain((keys) =>
    fc.oneof(
      {weight: 1, arbitrary: fc.array(anyObject(keys), {maxLength: 4})},
      {weight: 5, arbitrary: fc.array(anyObject(keys), {minLength: 6, maxLength: 10})},
    ),
  );

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'forest-test-'));
});
afterAll(() => rm(folder, {recursive: true}));

test('random forests are those of the naive implementation', async () => {
  const runs = fuzzRuns(1000);
  const met = {complete: 0, oversized: 0, cyclic: 0};
  await fc.assert(
    fc.asyncProperty(
      anyForest,
      fc.constantFrom(900, 2500, 1_000_000),
      fc.record({
        memoryBytes: fc.constantFrom(0, 1000, 1_000_000),
        blockBytes: fc.constantFrom(100, 1500),
      }),
      async (objects, maxTreeBytes, limits) => {
        const grown = await grow(objects, {maxTreeBytes, spool: {...limits, folder}});
        const expected = naiveForest(objects).map((tree) => ({...tree, bytes: Buffer.byteLength(tree.text)}));

        expect(grown.map(({text}) => text)).toEqual(
          expected.map(({text, bytes}) => (bytes > maxTreeBytes ? undefined : text)),
        );
        expect(grown.map(({description}) => description)).toEqual(
          expected.map(({root: {type, name, namespace}}) =>
            namespace === undefined ? {kind: type.kind, name} : {kind: type.kind, name, namespace},
          ),
        );
        for (const [index, {bytes, cyclic}] of expected.entries()) {
          const length = grown[index]!.byteLength;
          if (bytes <= maxTreeBytes || !cyclic) expect(length).toBe(bytes);
          else expect(length > maxTreeBytes && length <= bytes).toBe(true);
          met[bytes > maxTreeBytes ? 'oversized' : 'complete']++;
          if (cyclic) met.cyclic++;
        }
      },
    ),
    {numRuns: runs},
  );
  expect(Math.min(...Object.values(met))).toBeGreaterThan(runs / 20);
  expect(await readdir(folder)).toEqual([]);
});
