import {expect, test} from 'vitest';

import {createMemorySink, createRawObject, type ResourceType, type Sink} from '../../src/index.ts';
import {collect} from './collect.ts';
import {readingOf} from './reading-of.ts';
import {sourceOf} from './source-of.ts';

test('a sink that asks for it gets pages of one type each, however many types are mixed', async () => {
  const types = Array.from({length: 20}, (_, index): ResourceType => {
    return {group: '', version: 'v1', kind: `Kind${index}`, resource: `kind${index}s`, namespaced: true};
  });
  const object = (type: ResourceType, name: string) =>
    createRawObject(type, Buffer.from(`{"kind":"${type.kind}","metadata":{"name":"${name}"}}`));
  const mixed = readingOf('mixed', async function* () {
    for (const name of ['a', 'b', 'c']) yield types.map((type) => object(type, name));
  });
  const memory = createMemorySink();
  const seen: string[] = [];
  const sink: Sink = {
    async open(context) {
      const opening = await memory.open(context);
      if (opening.kind !== 'ready') return opening;
      const {session} = opening;
      const write: typeof session.write = async (page) => {
        const {objects} = JSON.parse(Buffer.from(page.body).toString()) as {objects: {kind: string}[]};
        seen.push(...objects.map(({kind}) => `${kind} in a page of ${page.type?.kind}`));
        return session.write(page);
      };
      return {kind: 'ready', session: {...session, write, pagesByType: true}};
    },
  };
  const report = await collect({source: sourceOf([mixed]), sink});
  expect(report).toMatchObject({result: 'success', streams: [{items: 60}]});
  const expected = types.flatMap(({kind}) => Array.from({length: 3}, () => `${kind} in a page of ${kind}`));
  expect(seen.toSorted()).toEqual(expected.toSorted());
});
