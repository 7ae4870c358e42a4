import type {ReadingOutcome, ResourceType} from '@firefly/core';
import {everything, type SandboxUser} from '@firefly/sandbox';
import {describe, expect, test} from 'vitest';

import {ApiStatusError} from '../../src/api/api-status-error.ts';
import {createPermittedNamespaces} from '../../src/list/permitted-namespaces.ts';
import {readType, type ReadTypeOptions} from '../../src/list/read-type.ts';
import {configMap, type SandboxApi, startSandbox} from '../sandbox-api.ts';

const type: ResourceType = {
  group: '',
  version: 'v1',
  kind: 'ConfigMap',
  resource: 'configmaps',
  namespaced: true,
};
const namespaceType = {...type, kind: 'Namespace', resource: 'namespaces', namespaced: false};
const objects = [
  configMap('a', 'one'),
  configMap('a', 'two'),
  configMap('b', 'three'),
  configMap('c', 'four'),
  configMap('c', 'five'),
];

const listNamespaces = {verbs: ['list'], groups: [''], resources: ['namespaces']};
const listIn = (...namespaces: string[]) => ({
  verbs: ['list'],
  groups: [''],
  resources: ['configmaps'],
  namespaces,
});
const user = (
  ...rules: {verbs: string[]; groups: string[]; resources: string[]}[]
): {users: SandboxUser[]} => ({
  users: [{name: 'user', rules}],
});

async function read({api, access}: SandboxApi, options: Partial<ReadTypeOptions> = {}) {
  const {signal} = new AbortController();
  const names: string[] = [];
  const batches = readType({
    api,
    type,
    limit: 2,
    signal,
    permittedNamespaces: createPermittedNamespaces(api, access, {signal: options.signal ?? signal}),
    ...options,
  });
  let outcome: ReadingOutcome | undefined;
  while (outcome === undefined) {
    const next = await batches.next();
    if (next.done === true) outcome = next.value;
    else
      for (const {namespace, name} of next.value)
        names.push(namespace === undefined ? name : `${namespace}/${name}`);
  }
  return {names, outcome};
}

const all = ['a/one', 'a/two', 'b/three', 'c/five', 'c/four'];
const listsOf = ({server}: SandboxApi) =>
  server.requests.filter(({method, path}) => method === 'GET' && path !== '/api/v1/namespaces');

describe('a type that may be listed', () => {
  test('is listed cluster-wide, page by page, with limit and continue alone', async () => {
    const sandbox = await startSandbox(objects);
    const {names, outcome} = await read(sandbox);
    expect(names).toEqual(all);
    expect(outcome).toEqual({
      kind: 'complete',
      listPages: 3,
      listBytes: sandbox.server.requests.reduce((bytes, request) => bytes + request.bytes, 0),
      inconsistent: false,
    });
    expect(sandbox.server.requests.map(({path}) => path)).toEqual(Array(3).fill('/api/v1/configmaps'));
    expect(sandbox.server.requests.map(({query}) => [...query.keys()])).toEqual([
      ['limit'],
      ['limit', 'continue'],
      ['limit', 'continue'],
    ]);
  });

  test('is listed in one namespace where that is watched', async () => {
    const sandbox = await startSandbox(objects, user(listIn('a')));
    const {names, outcome} = await read(sandbox, {namespaces: ['a']});
    expect(names).toEqual(['a/one', 'a/two']);
    expect(outcome.kind).toBe('complete');
    expect(sandbox.server.requests.map(({path}) => path)).toEqual(['/api/v1/namespaces/a/configmaps']);
  });

  test('is listed cluster-wide though one namespace is watched, where it has no namespace', async () => {
    const sandbox = await startSandbox(objects);
    const {names} = await read(sandbox, {
      type: namespaceType,
      namespaces: ['a'],
      includesNamespace: (name) => !['b'].includes(name),
    });
    expect(names).toEqual(['a', 'b', 'c', 'default', 'kube-system']);
  });

  test('is listed whole where namespaces are ignored, and those left out here', async () => {
    const sandbox = await startSandbox(objects);
    const {names, outcome} = await read(sandbox, {
      includesNamespace: (name) => !['a', 'b', 'x'].includes(name),
    });
    expect(names).toEqual(['c/five', 'c/four']);
    expect(outcome).toMatchObject({kind: 'complete', listPages: 3});
    expect(sandbox.server.requests.flatMap(({query}) => [...query.keys()])).not.toContain('fieldSelector');
  });

  test('is listed as it is asked for: selectors and another representation', async () => {
    const sandbox = await startSandbox([
      {...configMap('a', 'one'), metadata: {name: 'one', namespace: 'a', labels: {owner: 'helm'}}},
      configMap('a', 'two'),
    ]);
    const accept = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';
    const {names} = await read(sandbox, {
      labelSelector: 'owner=helm',
      fieldSelector: 'metadata.name=one',
      accept,
    });
    expect(names).toEqual(['a/one']);
    expect(sandbox.server.requests[0]).toMatchObject({headers: {accept}});
    expect(sandbox.server.requests[0]?.query.get('fieldSelector')).toBe('metadata.name=one');
  });

  test('and whose list expired is inconsistent', async () => {
    const sandbox = await startSandbox(objects);
    sandbox.server.inject({nth: 2, fault: {kind: 'expired', resumable: false}});
    const {names, outcome} = await read(sandbox);
    expect(names).toEqual(all);
    expect(outcome).toMatchObject({kind: 'complete', inconsistent: true});
  });
});

describe('a type that may not be listed cluster-wide', () => {
  test('tells why where the namespaces could not all be listed', async () => {
    const sandbox = await startSandbox(objects, user(listNamespaces, listIn('a', 'c', 'default')));
    sandbox.server.inject({on: {path: '/api/v1/namespaces'}, fault: {kind: 'status', status: 400}});
    const {names, outcome} = await read(sandbox);
    expect(names).toEqual([]);
    expect(outcome).toMatchObject({kind: 'partial', namespaces: ['default'], error: {status: 400}});
  });

  test('is listed in the namespaces where it may be, and only there', async () => {
    const sandbox = await startSandbox(objects, user(listNamespaces, listIn('a', 'c')));
    const {names, outcome} = await read(sandbox);
    expect(names).toEqual(['a/one', 'a/two', 'c/five', 'c/four']);
    expect(outcome).toMatchObject({
      kind: 'partial',
      namespaces: ['a', 'c'],
      listPages: 2,
      error: {code: 'K8S_FORBIDDEN', status: 403},
    });
    expect(listsOf(sandbox).map(({path}) => path)).toEqual([
      '/api/v1/configmaps',
      '/api/v1/namespaces/a/configmaps',
      '/api/v1/namespaces/c/configmaps',
    ]);
  });

  test('costs one question a namespace, however many types there are', async () => {
    const sandbox = await startSandbox(objects, user(listNamespaces, listIn('a')));
    const {signal} = new AbortController();
    const permittedNamespaces = createPermittedNamespaces(sandbox.api, sandbox.access, {signal});
    await Promise.all([read(sandbox, {permittedNamespaces}), read(sandbox, {permittedNamespaces})]);
    expect((await read(sandbox, {permittedNamespaces})).outcome).toMatchObject({namespaces: ['a']});
    const asked = sandbox.server.requests.filter(({method}) => method === 'POST');
    expect(asked.map(({path}) => path)).toEqual(
      Array(5).fill('/apis/authorization.k8s.io/v1/selfsubjectrulesreviews'),
    );
    expect(sandbox.server.requests.filter(({path}) => path === '/api/v1/namespaces')).toHaveLength(1);
  });

  test('is tried in every namespace where the server cannot tell its rules', async () => {
    const sandbox = await startSandbox(objects, {
      ...user(listNamespaces, listIn('b')),
      rulesReview: 'incomplete',
    });
    const {names, outcome} = await read(sandbox);
    expect(names).toEqual(['b/three']);
    expect(outcome).toMatchObject({kind: 'partial', namespaces: ['b'], error: {code: 'K8S_FORBIDDEN'}});
    expect(listsOf(sandbox)).toHaveLength(6);
  });

  test('is tried in every namespace where the rules cannot be asked for', async () => {
    const sandbox = await startSandbox(objects, user(listNamespaces, listIn('b')));
    sandbox.server.inject({on: {method: 'POST'}, times: Infinity, fault: {kind: 'status', status: 404}});
    expect((await read(sandbox)).names).toEqual(['b/three']);
  });

  test('leaves ignored namespaces out', async () => {
    const sandbox = await startSandbox(objects, user(listNamespaces, listIn('a', 'c')));
    const {names, outcome} = await read(sandbox, {includesNamespace: (name) => !['a'].includes(name)});
    expect(names).toEqual(['c/five', 'c/four']);
    expect(outcome).toMatchObject({namespaces: ['c']});
    expect(listsOf(sandbox)).toHaveLength(2);
  });

  test.each([
    ['its own namespace', 'c', ['c/five', 'c/four']],
    ['the namespace "default"', undefined, ['default/own']],
  ])('is listed in %s where namespaces may not be listed', async (_, namespace, expected) => {
    const sandbox = await startSandbox([...objects, configMap('default', 'own')], {
      ...user(listIn('c', 'default')),
      ...(namespace === undefined ? {} : {namespace}),
    });
    const {names, outcome} = await read(sandbox);
    expect(names).toEqual(expected);
    expect(outcome).toMatchObject({kind: 'partial', namespaces: [namespace ?? 'default']});
  });

  test('nor in any namespace fails', async () => {
    const sandbox = await startSandbox(objects, user(listNamespaces));
    const {names, outcome} = await read(sandbox);
    expect(names).toEqual([]);
    expect(outcome).toMatchObject({kind: 'failed', listPages: 0, error: {code: 'K8S_FORBIDDEN'}});
    expect(outcome).not.toHaveProperty('namespaces');
    expect(listsOf(sandbox)).toHaveLength(1);
  });

  test('tells the worst of its namespaces', async () => {
    const sandbox = await startSandbox(objects, user(listNamespaces, listIn('a', 'b', 'c')));
    sandbox.server.inject({on: {path: /\/b\//}, times: Infinity, fault: {kind: 'status', status: 500}});
    sandbox.server.inject({on: {path: /\/c\//}, fault: {kind: 'status', status: 403}});
    const {names, outcome} = await read(sandbox);
    expect(names).toEqual(['a/one', 'a/two']);
    expect(outcome).toMatchObject({
      kind: 'partial',
      namespaces: ['a'],
      error: {code: 'K8S_SERVER_ERROR'},
    });
  });

  test('is told where it may be listed, though there are none', async () => {
    const sandbox = await startSandbox([configMap('a', 'one')], user(listNamespaces, listIn('default')));
    expect(await read(sandbox)).toMatchObject({
      names: [],
      outcome: {kind: 'partial', namespaces: ['default']},
    });
  });

  test('is not tried elsewhere when one namespace is watched, or when it has no namespace', async () => {
    const sandbox = await startSandbox(objects, user(listIn('a')));
    expect((await read(sandbox, {namespaces: ['b']})).outcome).toMatchObject({
      kind: 'failed',
      error: {code: 'K8S_FORBIDDEN'},
    });
    expect((await read(sandbox, {type: namespaceType})).outcome).toMatchObject({kind: 'failed'});
    expect(sandbox.server.requests).toHaveLength(2);
  });
});

describe('a type that cannot be listed', () => {
  test.each([
    [404, 'K8S_NOT_FOUND'],
    [405, 'K8S_NOT_LISTABLE'],
    [500, 'K8S_SERVER_ERROR'],
    [503, 'K8S_SERVER_ERROR'],
  ])('fails with what the server says: %s', async (status, code) => {
    const sandbox = await startSandbox(objects);
    sandbox.server.inject({times: Infinity, fault: {kind: 'status', status}});
    expect(await read(sandbox)).toMatchObject({names: [], outcome: {kind: 'failed', error: {code}}});
  });

  test('to its end is partial', async () => {
    const sandbox = await startSandbox(objects);
    sandbox.server.inject({nth: 2, times: Infinity, fault: {kind: 'status', status: 403}});
    const {names, outcome} = await read(sandbox);
    expect(names).toEqual(['a/one', 'a/two']);
    expect(outcome).toMatchObject({kind: 'partial', listPages: 1, error: {code: 'K8S_FORBIDDEN'}});
    expect(outcome).not.toHaveProperty('namespaces');
  });

  test('because its JSON is damaged fails, or is partial', async () => {
    const sandbox = await startSandbox(objects);
    sandbox.server.inject({fault: {kind: 'malformed'}});
    expect((await read(sandbox)).outcome).toMatchObject({error: {code: 'K8S_LIST_MALFORMED'}});
  });

  test('because the run was stopped throws the reason', async () => {
    const reason = new Error('stopped by the test');
    const sandbox = await startSandbox(objects, {users: [{name: 'admin', rules: [everything]}]});
    const controller = new AbortController();
    sandbox.server.inject({nth: 2, fault: {kind: 'call', run: () => controller.abort(reason)}});
    await expect(read(sandbox, {signal: controller.signal})).rejects.toBe(reason);
    const forbidden = await startSandbox(objects, user(listNamespaces, listIn('a', 'b')));
    const other = new AbortController();
    forbidden.server.inject({on: {path: /\/b\//}, fault: {kind: 'call', run: () => other.abort(reason)}});
    await expect(read(forbidden, {signal: other.signal})).rejects.toBe(reason);
  });
});

test('a selector that the API server does not understand is no outcome: the type would look empty', async () => {
  const sandbox = await startSandbox(objects);
  const {api} = sandbox;
  const message = 'field label not supported: spec.colour';
  const stream = async () => {
    throw new ApiStatusError({status: 400, path: '/api/v1/configmaps', message});
  };
  const refusing = {...sandbox, api: {...api, origin: api.origin, json: api.json.bind(api), stream}};
  await expect(read(refusing, {fieldSelector: 'spec.colour=red'})).rejects.toMatchObject({
    code: 'K8S_SELECTOR_REFUSED',
    message: expect.stringMatching(
      /^The selector spec\.colour=red of configmaps was refused: .*spec\.colour\.$/,
    ),
  });
  expect(await read(refusing)).toMatchObject({names: [], outcome: {kind: 'failed'}});
});
