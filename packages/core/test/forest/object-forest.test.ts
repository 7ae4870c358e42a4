import {tmpdir} from 'node:os';
import {join} from 'node:path';

import {describe, expect, test} from 'vitest';

import {createObjectForest} from '../../src/forest/object-forest.ts';
import {createObjectTable} from '../../src/forest/object-table.ts';
import {OversizedTreeError} from '../../src/forest/oversized-tree-error.ts';
import {readTrees} from '../../src/forest/read-trees.ts';
import {createSpool, type SpoolRequest} from '../../src/spool/spool.ts';
import {grow} from './grow.ts';
import {objectText, rawObject, type StatedObject} from './object-text.ts';
import {objectTypes as types} from './object-types.ts';

interface Tree {
  readonly kind: string;
  readonly object: {readonly metadata: {readonly name: string}};
  readonly children: readonly Tree[];
}

type Outline = string | readonly [string, ...Outline[]];

/** `Kind/name`, with what stands under it. */
function outlineOf({kind, object, children}: Tree): Outline {
  const label = `${kind}/${object.metadata.name}`;
  return children.length === 0 ? label : [label, ...children.map(outlineOf)];
}

async function outline(objects: readonly StatedObject[]): Promise<Outline[]> {
  const trees = await grow(objects);
  return trees.map(({text}) => outlineOf(JSON.parse(text!) as Tree));
}

describe('what stands under what', () => {
  test('a workload: Deployment, ReplicaSet, Pods', async () => {
    expect(
      await outline([
        {type: types.pod, name: 'web-1-a', namespace: 'shop', uid: 'p1', owners: ['rs']},
        {type: types.pod, name: 'web-1-b', namespace: 'shop', uid: 'p2', owners: ['rs']},
        {type: types.replicaSet, name: 'web-1', namespace: 'shop', uid: 'rs', owners: ['d']},
        {type: types.deployment, name: 'web', namespace: 'shop', uid: 'd'},
      ]),
    ).toEqual([['Deployment/web', ['ReplicaSet/web-1', 'Pod/web-1-a', 'Pod/web-1-b']]]);
  });

  test('a schedule and a custom resource: by owner reference alone', async () => {
    expect(
      await outline([
        {type: types.cronJob, name: 'nightly', namespace: 'shop', uid: 'c'},
        {type: types.job, name: 'nightly-1', namespace: 'shop', uid: 'j', owners: ['c']},
        {type: types.pod, name: 'nightly-1-x', namespace: 'shop', uid: 'p', owners: ['j']},
        {type: types.widget, name: 'blue', namespace: 'shop', uid: 'w'},
        {type: types.deployment, name: 'blue', namespace: 'shop', uid: 'd', owners: ['w']},
      ]),
    ).toEqual([
      ['CronJob/nightly', ['Job/nightly-1', 'Pod/nightly-1-x']],
      ['Widget/blue', 'Deployment/blue'],
    ]);
  });

  test('a Service: its Endpoints by name, its EndpointSlices by owner reference', async () => {
    expect(
      await outline([
        {type: types.service, name: 'web', namespace: 'shop', uid: 's'},
        {type: types.endpoints, name: 'web', namespace: 'shop', uid: 'e'},
        {type: types.endpoints, name: 'web', namespace: 'other', uid: 'e2'},
        {type: types.endpointSlice, name: 'web-x', namespace: 'shop', uid: 'es', owners: ['s']},
        {type: types.knativeService, name: 'web', namespace: 'other', uid: 'k'},
      ]),
    ).toEqual([['Service/web', 'Endpoints/web', 'EndpointSlice/web-x']]);
  });

  test('a StatefulSet: its claims by name, the longest one, and their volumes by UID', async () => {
    expect(
      await outline([
        {type: types.volume, name: 'pvc-c1', uid: 'v1'},
        {type: types.volume, name: 'pvc-none', uid: 'v2'},
        {type: types.claim, name: 'data-my-db-0', namespace: 'shop', uid: 'c1'},
        {type: types.claim, name: 'data-db-10', namespace: 'shop', uid: 'c2'},
        {type: types.claim, name: 'data-db-1', namespace: 'other', uid: 'c3'},
        {type: types.claim, name: 'db-1', namespace: 'shop', uid: 'c4'},
        {type: types.statefulSet, name: 'db', namespace: 'shop', uid: 's1'},
        {type: types.statefulSet, name: 'my-db', namespace: 'shop', uid: 's2'},
      ]),
    ).toEqual([
      ['StatefulSet/db', 'PersistentVolumeClaim/data-db-10'],
      ['StatefulSet/my-db', ['PersistentVolumeClaim/data-my-db-0', 'PersistentVolume/pvc-c1']],
    ]);
  });

  test('several owners: under each, and once where reference and name agree', async () => {
    expect(
      await outline([
        {type: types.widget, name: 'a', uid: 'a'},
        {type: types.widget, name: 'b', uid: 'b'},
        {type: types.pod, name: 'shared', uid: 'p', owners: ['a', 'b', 'a']},
        {type: types.service, name: 'web', namespace: 'shop', uid: 's'},
        {type: types.endpoints, name: 'web', namespace: 'shop', uid: 'e', owners: ['s']},
      ]),
    ).toEqual([
      ['Widget/a', 'Pod/shared'],
      ['Widget/b', 'Pod/shared'],
      ['Service/web', 'Endpoints/web'],
    ]);
  });

  test('a root: no owner was collected; alone it is left out, unless an Ingress or a Provisioner', async () => {
    expect(
      await outline([
        {type: types.pod, name: 'orphan', uid: 'p', owners: ['gone']},
        {type: types.ingress, name: 'front', uid: 'i', owners: ['gone']},
        {type: types.provisioner, name: 'nodes', uid: 'n'},
        {type: types.replicaSet, name: 'left', uid: 'r', owners: ['gone']},
        {type: types.pod, name: 'left-a', uid: 'l', owners: ['r']},
        {type: types.pod, name: 'alone', uid: 'x'},
      ]),
    ).toEqual(['Ingress/front', 'Provisioner/nodes', ['ReplicaSet/left', 'Pod/left-a']]);
  });

  test('a cycle: it starts with what was added first, and ends', async () => {
    expect(
      await outline([
        {type: types.pod, name: 'below', uid: 'p', owners: ['b']},
        {type: types.widget, name: 'a', uid: 'a', owners: ['b', 'a']},
        {type: types.widget, name: 'b', uid: 'b', owners: ['a']},
        {type: types.widget, name: 'self', uid: 's', owners: ['s']},
      ]),
    ).toEqual([['Widget/a', ['Widget/b', 'Pod/below']]]);
  });

  test('a UID that was added before: the first one stays', async () => {
    expect(
      await outline([
        {type: types.ingress, name: 'first', uid: 'same'},
        {type: types.ingress, name: 'second', uid: 'same'},
        {type: types.ingress, name: 'nameless-1'},
        {type: types.ingress, name: 'nameless-2', uid: ''},
      ]),
    ).toEqual(['Ingress/first', 'Ingress/nameless-1', 'Ingress/nameless-2']);
  });
});

test('the JSON of a tree: the keys of the contract around the bytes as they came', async () => {
  const root = {
    type: types.widget,
    name: 'a',
    namespace: 'n',
    uid: 'r',
    spec: '{ "x":1.0, "y":9007199254740993}',
  };
  const child = {type: types.pod, name: 'b', namespace: 'n', uid: 'c', owners: ['r'], spec: '"\\u00e4 ä"'};
  const [tree] = await grow([root, child]);
  expect(tree?.text).toBe(
    `{"uid":"r","kind":"Widget","object":${objectText(root)},"children":[` +
      `{"uid":"c","kind":"Pod","object":${objectText(child)},"name":"${child.name}","children":[]}]}`,
  );
  expect(tree?.description).toEqual({kind: 'Widget', namespace: 'n', name: 'a'});
});

describe('size', () => {
  test('a tree over the limit has a length and a description, and refuses to be copied', async () => {
    const forest = createObjectForest({maxTreeBytes: 500, spool: {memoryBytes: 0, blockBytes: 1}});
    const spec = JSON.stringify('x'.repeat(400));
    await forest.add(rawObject({type: types.widget, name: 'big', namespace: 'n', uid: 'r'}));
    await forest.add(rawObject({type: types.pod, name: 'p', uid: 'p', owners: ['r'], spec}));
    await forest.add(rawObject({type: types.ingress, name: 'small', uid: 's'}));
    for await (const [big, small] of forest.trees(new AbortController().signal)) {
      expect(big!.byteLength).toBeGreaterThan(500);
      expect(big!.describe()).toEqual({kind: 'Widget', namespace: 'n', name: 'big'});
      expect(() => big!.copyTo(new Uint8Array(2000), 0)).toThrow(OversizedTreeError);
      expect(small!.describe()).toEqual({kind: 'Ingress', name: 'small'});
    }
    await forest.close();
  });

  test('shared children that would fill the universe are counted, not expanded', async () => {
    const layers = Array.from({length: 200}, (_, layer) =>
      ['a', 'b'].map((side) => ({
        type: types.widget,
        name: `${side}${layer}`,
        uid: `${side}${layer}`,
        owners: layer === 0 ? [] : [`a${layer - 1}`, `b${layer - 1}`],
      })),
    );
    const trees = await grow(layers.flat());
    expect(trees.map(({byteLength}) => byteLength)).toEqual([
      Number.MAX_SAFE_INTEGER,
      Number.MAX_SAFE_INTEGER,
    ]);
  });

  test('so are the ways through a cycle, of which there are a factorial', async () => {
    const uids = Array.from({length: 30}, (_, index) => `w${index}`);
    const trees = await grow(uids.map((uid) => ({type: types.widget, name: uid, uid, owners: uids})));
    expect(trees).toHaveLength(1);
    expect(trees[0]!.byteLength).toBeGreaterThan(1_536_000);
  });

  test('a chain of owners may be longer than the stack', async () => {
    const length = 20_000;
    const chain = Array.from({length}, (_, index) => ({
      type: types.widget,
      name: 'link',
      uid: `${index}`,
      owners: [`${index - 1}`],
    }));
    const [tree] = await grow(chain, {maxTreeBytes: 100_000_000});
    expect(tree?.text?.match(/"object"/g)).toHaveLength(length);
    const [ring] = await grow([{...chain[0]!, owners: [`${length - 1}`]}, ...chain.slice(1)], {
      maxTreeBytes: 100_000_000,
    });
    expect(ring?.text?.match(/"object"/g)).toHaveLength(length);
  });
});

describe('the run', () => {
  test('trees come in batches of about a megabyte', async () => {
    const forest = createObjectForest({maxTreeBytes: 1_000_000});
    const spec = JSON.stringify('x'.repeat(300_000));
    for (let index = 0; index < 9; index++) {
      await forest.add(rawObject({type: types.ingress, name: `i${index}`, uid: `i${index}`, spec}));
    }
    const batches: number[] = [];
    for await (const batch of forest.trees(new AbortController().signal)) batches.push(batch.length);
    expect(batches).toEqual([4, 4, 1]);
    await forest.close();
  });

  test('the disk works on a batch while the one before it is sent', async () => {
    const spool = createSpool({memoryBytes: 0});
    const objects = createObjectTable(spool);
    const reads: number[] = [];
    const counted = {
      append: spool.append,
      pace: spool.pace,
      close: spool.close,
      finish: async () => spool.finish(),
      read: async (requests: readonly SpoolRequest[]) => {
        reads.push(requests.length);
        await spool.read(requests);
      },
    };
    const spec = JSON.stringify('x'.repeat(600_000));
    for (const uid of ['1', '2', '3', '4', '5'])
      objects.add(rawObject({type: types.ingress, name: uid, uid, spec}));
    const {signal} = new AbortController();
    const trees = readTrees({objects, spool: counted, maxTreeBytes: 1_000_000, signal});
    const {value: first} = await trees.next();
    expect(reads).toEqual([2, 2]);
    expect(first).toHaveLength(2);
    await trees.return();
    await spool.close();
  });

  test('nothing collected, no trees', async () => {
    expect(await grow([])).toEqual([]);
  });

  test('it ends with its signal', async () => {
    const forest = createObjectForest({maxTreeBytes: 1000});
    await forest.add(rawObject({type: types.ingress, name: 'i', uid: 'i'}));
    const reason = new Error('stopped');
    await expect(forest.trees(AbortSignal.abort(reason)).next()).rejects.toBe(reason);
    await forest.close();
  });

  test('a folder that cannot be written is said by add and by trees', async () => {
    const folder = join(tmpdir(), 'there', 'is', 'no', 'such', 'folder');
    const forest = createObjectForest({maxTreeBytes: 1000, spool: {folder, memoryBytes: 0, blockBytes: 1}});
    const object = rawObject({type: types.ingress, name: 'i'});
    const addMany = async () => {
      for (let index = 0; index < 10; index++) await forest.add(object);
    };
    await expect(addMany()).rejects.toMatchObject({name: 'SpoolError', code: 'SPOOL_UNWRITABLE', folder});
    const trees = forest.trees(new AbortController().signal);
    await expect(trees.next()).rejects.toMatchObject({code: 'SPOOL_UNWRITABLE'});
    await forest.close();
  });
});
