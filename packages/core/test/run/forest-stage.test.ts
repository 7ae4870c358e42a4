import {tmpdir} from 'node:os';
import {join} from 'node:path';

import {expect, test} from 'vitest';

import {createForestStage, createMemorySink, createMemorySource, type StreamName} from '../../src/index.ts';
import {collect} from './collect.ts';
import {pods} from './pod.ts';

const replicaSets = {
  group: 'apps',
  version: 'v1',
  kind: 'ReplicaSet',
  resource: 'replicasets',
  namespaced: true,
};
const parent = '{"kind":"ReplicaSet","metadata":{"name":"web","namespace":"shop","uid":"rs"},"n":1.0}';
const child = (name: string, padding = 0) =>
  `{"kind":"Pod","metadata":{"name":"${name}","namespace":"shop","uid":"${name}","ownerReferences":` +
  `[{"kind":"ReplicaSet","name":"web","uid":"rs"}]},"x":"${'x'.repeat(padding)}"}`;

const source = (children: readonly string[]) =>
  createMemorySource({
    types: [
      {type: pods, objects: children},
      {type: replicaSets, objects: [parent]},
    ],
  });
const sinkOf = (...streams: StreamName[]) => createMemorySink({streams, limits: {itemBytes: 2000}});
const treeOf = (children: readonly string[]) => {
  const leaves = children.map(
    (text, index) => `{"uid":"p${index}","kind":"Pod","object":${text},"name":"p${index}","children":[]}`,
  );
  return `{"uid":"rs","kind":"ReplicaSet","object":${parent},"children":[${leaves.join(',')}]}`;
};

test('trees of all objects go out after them, of the same bytes', async () => {
  const children = [child('p0'), child('p1'), child('p2')];
  const sink = sinkOf('objects', 'k8sTrees');
  const report = await collect({source: source(children), sink, stages: [createForestStage()]});
  expect(sink.items('objects').toSorted()).toEqual([...children, parent].toSorted());
  expect(sink.items('k8sTrees')).toEqual([treeOf(children)]);
  expect(sink.pages.at(-1)?.stream).toBe('k8sTrees');
  expect(report.readings.at(-1)).toMatchObject({name: 'object trees', outcome: 'complete', items: 1});
});

test('a sink that takes no trees gets none, and no row about them', async () => {
  const sink = sinkOf('objects');
  const report = await collect({source: source([child('p0')]), sink, stages: [createForestStage()]});
  expect(sink.items('k8sTrees')).toEqual([]);
  expect(report.readings.map(({name}) => name).toSorted()).toEqual(['pods', 'replicasets.apps']);
});

test('a tree over the limit is reported by its root, and the objects are delivered', async () => {
  const children = [child('p0', 800), child('p1', 800), child('p2', 800)];
  const sink = sinkOf('objects', 'k8sTrees');
  const report = await collect({source: source(children), sink, stages: [createForestStage()]});
  expect(report).toMatchObject({
    result: 'success',
    oversized: [{stream: 'k8sTrees', kind: 'ReplicaSet', namespace: 'shop', name: 'web'}],
  });
  expect(sink.items('objects')).toHaveLength(4);
  expect(sink.items('k8sTrees')).toEqual([]);
});

test('a folder that cannot be written fails the run with one sentence', async () => {
  const folder = join(tmpdir(), 'firefly-there-is-no-such-folder');
  const sink = sinkOf('objects', 'k8sTrees');
  const stage = createForestStage({memoryBytes: 1, blockBytes: 64, folder});
  const children = Array.from({length: 20}, (_, index) => child(`p${index}`, 100));
  const report = await collect({source: source(children), sink, stages: [stage]});
  expect(report).toMatchObject({result: 'failure', code: 'SPOOL_UNWRITABLE'});
  expect(report.reason).toContain(folder);
  expect(sink.calls.at(-1)).toBe('abort');
});

test('trees come out of a temporary file as they come out of memory', async () => {
  const children = Array.from({length: 7}, (_, index) => child(`p${index}`));
  const sink = sinkOf('objects', 'k8sTrees');
  const stage = createForestStage({memoryBytes: 1, blockBytes: 64});
  expect(await collect({source: source(children), sink, stages: [stage]})).toMatchObject({result: 'success'});
  expect(sink.items('k8sTrees')).toEqual([treeOf(children)]);
});
