import {createMemorySource, runCollection} from '@firefly/core';
import {sinkContract} from '@firefly/core/contract';
import {describe, expect, test} from 'vitest';

import {createObjectStoreSink} from '../object-store-sink.ts';
import {type ObjectStore, signature, startObjectStore} from './start-object-store.ts';

const type = {group: '', version: 'v1', kind: 'Pod', resource: 'pods', namespaced: true};
const pods = ['{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"},"n":1.0}'];
const sinkOf = ({bucket}: ObjectStore) =>
  createObjectStoreSink({bucket, sign: async () => ({authorization: signature})});

/** Texts of the objects in the pages, cut apart without parsing and writing them anew. */
function itemsOf({objects}: ObjectStore): string[] {
  return [...objects]
    .filter(([key]) => key.includes('/objects-'))
    .flatMap(([, page]) => page.slice(1, -2).split(/,(?=\{"apiVersion")/));
}

const hasManifest = ({objects}: ObjectStore) =>
  [...objects.keys()].some((key) => key.endsWith('/manifest.json'));

function deliver(store: ObjectStore) {
  const source = createMemorySource({types: [{type, objects: pods}]});
  return runCollection({source, sink: sinkOf(store), signal: new AbortController().signal});
}

describe('the object store keeps the contract of sinks', () => {
  const cases = sinkContract(async () => {
    const store = await startObjectStore();
    return {
      sink: sinkOf(store),
      accepted: () => itemsOf(store),
      committed: () => hasManifest(store),
      dispose: async () => store[Symbol.asyncDispose](),
    };
  });
  test.for(cases)('$name', ({run}) => run());
});

test('a store that is busy is asked again with the same key', async () => {
  await using store = await startObjectStore();
  store.fail(503);
  const report = await deliver(store);
  expect(report).toMatchObject({result: 'success', streams: [{retries: 1}]});
  expect(store.requests[0]).toBe(store.requests[1]);
  expect(itemsOf(store)).toEqual(pods);
});

test('a refusal fails the run, and nothing is left behind', async () => {
  await using store = await startObjectStore();
  store.fail(400);
  const report = await deliver(store);
  expect(report).toMatchObject({result: 'failure', code: 'OBJECT_STORE'});
  expect(report.reason).toMatch(
    /^The object store did not take \w+\/objects-000001\.json: it answered 400\.$/,
  );
  expect(store.objects.size).toBe(0);
});
