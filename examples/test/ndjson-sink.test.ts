import {execFile} from 'node:child_process';
import {readdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {promisify} from 'node:util';

import {createMemorySource, runCollection, type RunOptions} from '@firefly/core';
import {sinkContract} from '@firefly/core/contract';
import {describe, expect, test} from 'vitest';

import {createNdjsonSink} from '../ndjson-sink.ts';
import {makeFolder} from './make-folder.ts';
import {writeObjects} from './write-objects.ts';

const pods = {group: '', version: 'v1', kind: 'Pod', resource: 'pods', namespaced: true};
const pod = (name: string) => `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"${name}"},"n":1.0}`;

async function linesOf(folder: string): Promise<string[]> {
  const text = await readFile(join(folder, 'objects.ndjson'), 'utf8');
  return text.split('\n').slice(0, -1);
}

function write(folder: string, objects: readonly string[], more: Partial<RunOptions> = {}) {
  const source = createMemorySource({types: [{type: pods, objects}]});
  const {signal} = new AbortController();
  return runCollection({source, sink: createNdjsonSink(folder), signal, ...more});
}

describe('the NDJSON sink keeps the contract of a sink', () => {
  const cases = sinkContract(async () => {
    const folder = await makeFolder();
    return {
      sink: createNdjsonSink(folder.path),
      accepted: () => linesOf(folder.path),
      committed: async () => (await readdir(folder.path)).includes('objects.ndjson'),
      dispose: () => folder[Symbol.asyncDispose](),
    };
  });
  test.for(cases)('$name', ({run}) => run());
});

test('an object over several lines is put on one, its strings untouched', async () => {
  await using folder = await makeFolder();
  const pretty = '{\r\n  "kind": "Pod",\n  "metadata": {"name": "a\\nb, c"}\n}';
  await write(folder.path, [pretty, pod('b')]);
  const lines = await linesOf(folder.path);
  expect(lines).toHaveLength(2);
  expect(JSON.parse(lines[0]!)).toEqual(JSON.parse(pretty));
  expect(lines[1]).toBe(pod('b'));
});

test('an empty cluster is an empty file', async () => {
  await using folder = await makeFolder();
  expect(await write(folder.path, [])).toMatchObject({result: 'success'});
  expect(await linesOf(folder.path)).toEqual([]);
});

test('a run that does not succeed leaves no file, and the last complete one stays', async () => {
  await using folder = await makeFolder();
  await write(folder.path, [pod('old')]);
  const controller = new AbortController();
  const stage = {
    item<T>(item: T): T {
      controller.abort(new Error('stopped'));
      return item;
    },
  };
  const report = await write(folder.path, [pod('new')], {signal: controller.signal, stages: [stage]});
  expect(report.result).toBe('stopped');
  expect(await readdir(folder.path)).toEqual(['objects.ndjson']);
  expect(await linesOf(folder.path)).toEqual([pod('old')]);
});

test('a folder that is not there ends the run with one sentence', async () => {
  const report = await write(join(import.meta.dirname, 'not-there'), [pod('a')]);
  expect(report).toMatchObject({result: 'failure', code: 'NDJSON_UNWRITABLE'});
  expect(report.reason).toMatch(/objects\.ndjson\.partial cannot be written: ENOENT/);
});

test('the run of the two examples writes what lies in a folder', async () => {
  await using folder = await makeFolder();
  await using output = await makeFolder();
  await writeObjects(folder.path, 'pods', [pod('a'), pod('b')]);
  const script = join(import.meta.dirname, '..', 'folder-to-ndjson.ts');
  const {stdout} = await promisify(execFile)(process.execPath, [script, folder.path, output.path]);
  expect(JSON.parse(stdout)).toMatchObject({result: 'success', readings: [{name: 'pods', items: 2}]});
  expect(await linesOf(output.path)).toEqual([pod('a'), pod('b')]);
});
