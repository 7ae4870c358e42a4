import {mkdir, rm} from 'node:fs/promises';
import {join} from 'node:path';

import {createMemorySink, runCollection} from '@firefly/core';
import {sourceContract} from '@firefly/core/contract';
import {describe, expect, test} from 'vitest';

import {createFolderSource} from '../folder-source.ts';
import {makeFolder} from './make-folder.ts';
import {writeObjects} from './write-objects.ts';

const pod = (name: string) =>
  `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"${name}","namespace":"shop"},"exact":9007199254740993}`;
const node = '{"apiVersion":"v1","kind":"Node","metadata":{"name":"n1"},"cpu":1.0}';
const web = '{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"wäb","namespace":"shop"}}';

async function collect(folder: string) {
  const sink = createMemorySink();
  const {signal} = new AbortController();
  return {report: await runCollection({source: createFolderSource(folder), sink, signal}), sink};
}

describe('the folder source keeps the contract of a source', () => {
  const expected = {
    pods: Array.from({length: 120}, (_, index) => pod(`pod-${index}`)),
    nodes: [node],
    'deployments.apps': [web],
  };
  const cases = sourceContract(async () => {
    const folder = await makeFolder();
    for (const [type, texts] of Object.entries(expected)) await writeObjects(folder.path, type, texts);
    return {source: createFolderSource(folder.path), expected, dispose: () => folder[Symbol.asyncDispose]()};
  });
  test.for(cases)('$name', ({run}) => run());
});

test('types are told from the first file, and files that end in a new line are read without it', async () => {
  await using folder = await makeFolder();
  await writeObjects(folder.path, 'deployments.apps', [`${web}\n`]);
  await writeObjects(folder.path, 'nodes', [node]);
  await mkdir(join(folder.path, 'empty'));
  const {report, sink} = await collect(folder.path);
  expect(sink.resourceTypes).toEqual([
    {kind: 'Deployment', namespaced: true, apiVersion: 'apps/v1'},
    {kind: 'Node', namespaced: false, apiVersion: 'v1'},
  ]);
  expect(sink.items('objects').toSorted()).toEqual([web, node].toSorted());
  expect(report.readings).toMatchObject([
    {name: expect.any(String), items: 1, listPages: 1},
    {name: expect.any(String), items: 1, listPages: 1},
  ]);
});

test('a file that is no JSON is a row of the report, and the other types are read', async () => {
  await using folder = await makeFolder();
  await writeObjects(folder.path, 'pods', [...Array.from({length: 50}, () => pod('a')), '{"cut": ']);
  await writeObjects(folder.path, 'nodes', [node]);
  await writeObjects(folder.path, 'leases', ['no JSON']);
  await writeObjects(folder.path, 'recipes', ['{"title":"soup"}']);
  const {report} = await collect(folder.path);
  expect(report).toMatchObject({
    result: 'success',
    discoveryFailures: [
      {
        subject: 'folder',
        name: 'leases',
        message: expect.stringContaining(`${join(folder.path, 'leases')} cannot be read: `),
      },
      {
        subject: 'folder',
        name: 'recipes',
        message: expect.stringContaining('000.json is no Kubernetes object.'),
      },
    ],
  });
  const byName = Object.fromEntries(report.readings.map((reading) => [reading.name, reading]));
  expect(byName['nodes']).toMatchObject({outcome: 'complete', items: 1});
  expect(byName['pods']).toMatchObject({outcome: 'partial', items: 50, code: 'FOLDER_UNREADABLE'});
  expect(byName['pods']?.message).toContain(join('pods', '050.json'));
});

test('a file that begins with a byte order mark is no JSON, whichever of its type it is', async () => {
  await using folder = await makeFolder();
  await writeObjects(folder.path, 'nodes', [`\uFEFF${node}`]);
  await writeObjects(folder.path, 'pods', [...Array.from({length: 50}, () => pod('a')), `\uFEFF${pod('b')}`]);
  const {report, sink} = await collect(folder.path);
  expect(report).toMatchObject({
    discoveryFailures: [{name: 'nodes'}],
    readings: [{name: 'pods', outcome: 'partial', items: 50, code: 'FOLDER_UNREADABLE'}],
  });
  for (const item of sink.items('objects')) expect(item).toBe(pod('a'));
});

test('a type of which nothing can be read fails', async () => {
  await using folder = await makeFolder();
  await writeObjects(folder.path, 'pods', [pod('a'), '{}}']);
  const {report} = await collect(folder.path);
  expect(report).toMatchObject({
    result: 'failure',
    code: 'CORE_NOTHING_READ',
    readings: [{name: 'pods', outcome: 'failed', code: 'FOLDER_UNREADABLE'}],
  });
});

test('a folder that is not there ends the run with one sentence', async () => {
  await using folder = await makeFolder();
  await rm(folder.path, {recursive: true});
  const {report} = await collect(folder.path);
  expect(report).toMatchObject({result: 'failure', code: 'FOLDER_UNREADABLE'});
  expect(report.reason).toMatch(`${folder.path} cannot be read: ENOENT`);
});
