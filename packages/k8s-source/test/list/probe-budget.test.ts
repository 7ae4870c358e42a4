import {expect, test} from 'vitest';

import type {ApiServer} from '../../src/api/api-server.ts';
import {ApiStatusError} from '../../src/api/api-status-error.ts';
import {createPermittedNamespaces} from '../../src/list/permitted-namespaces.ts';
import {createProbeBudget} from '../../src/list/probe-budget.ts';
import {readType} from '../../src/list/read-type.ts';
import {accessTo} from '../api/loopback.ts';

test('a namespace is dropped after ten refusals in a row', () => {
  const budget = createProbeBudget();
  const refusals = Array.from({length: 10}, () => budget.take('a') && budget.answered('a', true));
  expect(refusals).toHaveLength(10);
  expect([budget.take('a'), budget.take('b')]).toEqual([false, true]);
});

test('one that answered in between is not', () => {
  const budget = createProbeBudget();
  for (let probe = 0; probe < 100; probe++) {
    expect(budget.take('a')).toBe(true);
    budget.answered('a', probe % 10 !== 0);
  }
});

test('of a thousand namespaces that a user may perhaps read, those with a rule are read and 2,000 lists tried', async () => {
  const names = Array.from({length: 1000}, (_, index) => `ns-${index}`);
  const allowed = new Set(['ns-3', 'ns-777']);
  const rule = {verbs: ['list'], apiGroups: ['*'], resources: ['*']};
  const {signal} = new AbortController();
  let refused = 0;
  const api: Pick<ApiServer, 'stream' | 'json'> = {
    async stream(path) {
      const namespace = /\/namespaces\/([^/]+)\//.exec(path)?.[1];
      const items = path === '/api/v1/namespaces' ? names : [`object-of-${namespace}`];
      if (path !== '/api/v1/namespaces' && !allowed.has(namespace ?? '')) {
        refused++;
        throw new ApiStatusError({status: 403, path});
      }
      return (async function* () {
        yield Buffer.from(JSON.stringify({items: items.map((name) => ({metadata: {name}}))}));
      })();
    },
    async json(_path, {body}) {
      const {namespace} = (body as {spec: {namespace: string}}).spec;
      return {status: {incomplete: true, resourceRules: allowed.has(namespace) ? [rule] : []}};
    },
  };
  const permittedNamespaces = createPermittedNamespaces(
    api as ApiServer,
    accessTo(new URL('https://cluster.example')),
    {signal},
  );
  const types = 4;
  for (let index = 0; index < types; index++) {
    const resource = `type${index}s`;
    const type = {group: 'x.example.com', version: 'v1', kind: 'Type', resource, namespaced: true};
    const reading = readType({api: api as ApiServer, type, limit: 10, permittedNamespaces, signal});
    const read: string[] = [];
    let next = await reading.next();
    for (; next.done !== true; next = await reading.next()) read.push(...next.value.map(({name}) => name));
    expect(read).toEqual(['object-of-ns-3', 'object-of-ns-777']);
    expect(next.value).toMatchObject({kind: 'partial', namespaces: ['ns-3', 'ns-777'], error: {status: 403}});
    if (index > 2)
      expect(next.value.warnings).toEqual([expect.stringMatching(/^998 namespaces were not asked/)]);
  }
  expect(refused).toBe(2000 + types);
});
