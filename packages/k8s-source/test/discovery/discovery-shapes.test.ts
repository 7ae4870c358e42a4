import {describe, expect, test} from 'vitest';

import {ApiStatusError} from '../../src/api/api-status-error.ts';
import {discover} from '../../src/discovery/discover.ts';
import {selectTypes} from '../../src/discovery/select-types.ts';
import {createFakeApi} from './fake-api.ts';

const {signal} = new AbortController();
const verbs = ['get', 'list'];
const pods = {resource: 'pods', responseKind: {kind: 'Pod'}, scope: 'Namespaced', verbs};
const wells = {resource: 'wells', responseKind: {kind: 'Well'}, scope: 'Namespaced', verbs};
const well = {metadata: {name: 'well.example.com'}, versions: [{version: 'v1', resources: [wells]}]};
const core = {
  kind: 'APIGroupDiscoveryList',
  items: [{metadata: {}, versions: [{version: 'v1', resources: [pods]}]}],
};

async function discovered(items: unknown, answers: Readonly<Record<string, unknown>> = {}) {
  const {api, requests} = createFakeApi({
    '/api': core,
    '/apis': {kind: 'APIGroupDiscoveryList', items},
    ...answers,
  });
  const discovery = await discover(api, signal);
  return {
    ...discovery,
    names: discovery.resources.map(({resource, group}) => `${resource}.${group}`),
    rows: discovery.failures.map(({subject, name, code}) => [subject, name, code]),
    requests,
  };
}

const withResources = (resources: unknown, group = 'x.example.com') => ({
  metadata: {name: group},
  versions: [{version: 'v1', resources}],
});

describe('null is what Go means by it', () => {
  test.each<[string, unknown]>([
    ['a group', null],
    ['a group without metadata', {metadata: null, versions: null}],
    ['its versions', {metadata: {name: 'x.example.com'}, versions: null}],
    ['a version', {metadata: {name: 'x.example.com'}, versions: [null]}],
    ['its resources', withResources(null)],
    ['a resource', withResources([null])],
    [
      'what a resource says',
      withResources([{resource: null, responseKind: null, verbs: null, subresources: null}]),
    ],
  ])('%s', async (_, group) => {
    const {names, rows} = await discovered([group, well]);
    expect(names).toEqual(['pods.', 'wells.well.example.com']);
    expect(rows).toEqual([]);
  });

  test('before aggregated discovery', async () => {
    const {names, rows, requests} = await discovered(null, {
      '/apis': {
        groups: [
          null,
          {name: 'x.example.com', versions: null, preferredVersion: {version: ''}},
          {name: 'y.example.com', versions: [null, {version: 'v1'}], preferredVersion: null},
          {name: 'z.example.com', versions: [{version: 'v1'}], preferredVersion: {version: 'v2'}},
        ],
      },
      '/apis/y.example.com/v1': null,
      '/apis/z.example.com/v1': {resources: [null, {name: 'zs', kind: 'Z', namespaced: null, verbs}]},
    });
    expect(names).toEqual(['pods.', 'zs.z.example.com']);
    expect(rows).toEqual([]);
    expect(requests.map(({path}) => path)).not.toContain('/apis/z.example.com/v2');
  });
});

describe('another shape is a row, and hides nothing else', () => {
  const shape = 'CORE_UNEXPECTED_SHAPE';
  test.each<[string, unknown, string]>([
    ['a group', 5, 'a group'],
    ['its name', {metadata: {name: {}}}, 'a group'],
    ['its versions', {metadata: {name: 'x.example.com'}, versions: 'v1'}, 'a group'],
    ['a version', {metadata: {name: 'x.example.com'}, versions: ['v1']}, 'x.example.com'],
    ['its resources', withResources({}), 'x.example.com'],
    ['a resource', withResources(['widgets']), 'x.example.com/v1'],
    ['a kind', withResources([{resource: 'widgets', responseKind: 'Widget'}]), 'x.example.com/v1'],
    ['verbs', withResources([{...wells, verbs: 'list'}]), 'x.example.com/v1'],
    ['one verb', withResources([{...wells, verbs: [[]]}]), 'x.example.com/v1'],
  ])('%s', async (_, group, name) => {
    const {names, rows} = await discovered([group, well]);
    expect(names).toEqual(['pods.', 'wells.well.example.com']);
    expect(rows).toEqual([['group', name, shape]]);
  });

  test.each([5, 'text', {}])('but of all groups, or of the core group, it throws: %j', async (items) => {
    await expect(discovered(items)).rejects.toMatchObject({code: shape});
    await expect(discovered([], {'/api': {...core, items: [{versions: items}]}})).rejects.toMatchObject({
      code: shape,
    });
  });

  test('and a hundred rows tell of the first, one of all others', async () => {
    const {rows, failures} = await discovered([...Array.from({length: 250}, () => 5), well]);
    expect(rows).toHaveLength(101);
    expect(failures.at(-1)).toMatchObject({
      code: 'K8S_MORE_FAILURES',
      message: expect.stringContaining('150 more'),
    });
  });
});

describe('a name that no path can hold', () => {
  test.each(['x y', 'a/../b', '', 'Foo.Bar', '..', '__proto__', 'a'.repeat(254), 'x\u0000', 'x%2e'])(
    'of a resource that would be listed: %j',
    async (resource) => {
      const {names, rows} = await discovered([withResources([{...wells, resource}]), well]);
      expect(names).toEqual(['pods.', 'wells.well.example.com']);
      expect(rows).toEqual([['type', expect.any(String), 'K8S_NAME_INVALID']]);
    },
  );

  test.each(['s0-prometheus_x', 'namespaces/http_requests'])(
    'of one that can only be got is nobody’s business: %j',
    async (resource) => {
      const {rows} = await discovered([
        withResources([{...wells, resource, verbs: ['get']}], 'external.metrics.k8s.io'),
      ]);
      expect(rows).toEqual([]);
    },
  );

  test.each(['', 'x y', '..'])('of a resource of the core group: %j', async (resource) => {
    const group = {
      versions: [
        {
          version: 'v1',
          resources: [
            {...wells, resource},
            {...wells, resource: 'pods'},
          ],
        },
      ],
    };
    const {names, rows} = await discovered([], {'/api': {...core, items: [group]}});
    expect(names).toEqual(['pods.']);
    expect(rows).toEqual([['type', expect.any(String), 'K8S_NAME_INVALID']]);
  });

  test.each(['x/../y.example.com', 'X.example.com', 'x y', '.', ''])('of a group: %j', async (group) => {
    const {names, rows} = await discovered([withResources([wells], group), well]);
    expect(names).toEqual(['pods.', 'wells.well.example.com']);
    expect(rows).toEqual([['group', expect.any(String), 'K8S_NAME_INVALID']]);
  });

  test('is never asked for', async () => {
    const {rows, requests} = await discovered(null, {
      '/apis': {
        groups: [
          {name: 'x.example.com', versions: [{version: '../v1'}]},
          {name: 'a b', versions: [{version: 'v1'}]},
        ],
      },
    });
    expect(rows.map(([, , code]) => code)).toEqual(['K8S_NAME_INVALID', 'K8S_NAME_INVALID']);
    expect(requests).toHaveLength(2);
  });

  test.each(['constructor', 'tostring', 'hasownproperty'])(
    'harms not, though it is one of JavaScript: %s',
    async (name) => {
      const {resources} = await discovered([
        withResources([{...wells, resource: name, responseKind: {kind: name}}]),
      ]);
      expect(selectTypes(resources).map(({resource, reason}) => [resource.resource, reason])).toEqual([
        ['pods', 'default list'],
        [name, 'custom resource'],
      ]);
    },
  );

  test('is shown without what a terminal acts upon', async () => {
    const {failures} = await discovered([withResources([{...wells, resource: '\u001b[2J\u202e'}])]);
    expect(failures.map(({name, message}) => name + message).join()).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});

test('kinds of subresources are told of too, each once, in the version that lists them', async () => {
  const deployments = {
    ...wells,
    resource: 'deployments',
    responseKind: {kind: 'Deployment'},
    subresources: [
      {subresource: 'scale', responseKind: {group: 'autoscaling', version: 'v1', kind: 'Scale'}},
      {subresource: 'status', responseKind: {kind: 'Deployment'}},
      {subresource: 'odd', responseKind: null},
    ],
  };
  const parent = {resource: 'parents', scope: 'Cluster', subresources: [{responseKind: {kind: 'Child'}}]};
  const aggregated = await discovered([withResources([deployments, parent], 'apps')]);
  const expected = [
    {kind: 'Pod', namespaced: true, apiVersion: 'v1'},
    {kind: 'Deployment', namespaced: true, apiVersion: 'apps/v1'},
    {kind: 'Scale', namespaced: true, apiVersion: 'apps/v1'},
  ];
  expect(aggregated.types).toEqual([...expected, {kind: 'Child', namespaced: false, apiVersion: 'apps/v1'}]);
  expect(aggregated.names).toEqual(['pods.', 'deployments.apps']);
  const legacy = await discovered(null, {
    '/apis': {groups: [{name: 'apps', versions: [{version: 'v1'}]}]},
    '/apis/apps/v1': {
      resources: [
        {name: 'deployments', kind: 'Deployment', namespaced: true, verbs},
        {
          name: 'deployments/scale',
          group: 'autoscaling',
          version: 'v1',
          kind: 'Scale',
          namespaced: true,
          verbs,
        },
        {name: 'deployments/status', kind: 'Deployment', namespaced: true, verbs},
      ],
    },
  });
  expect(legacy.types).toEqual(expected);
  expect(legacy.names).toEqual(['pods.', 'deployments.apps']);
});

describe('a group of the Kubernetes community that is not the API server’s own', () => {
  const groups = ['gateway.networking.k8s.io', 'other.k8s.io'].map((group) => withResources([wells], group));
  const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
  const reasons = async (answers: Readonly<Record<string, unknown>>) => {
    const {resources} = await discovered(groups, answers);
    return selectTypes(resources)
      .slice(1)
      .map(({reason}) => reason);
  };

  test('is one of custom resources where it has a definition', async () => {
    const list = {items: [{metadata: {name: 'wells.gateway.networking.k8s.io'}}]};
    expect(await reasons({[path]: list})).toEqual(['custom resource', 'not allowed']);
  });

  test('or where nobody may see the definitions', async () => {
    const forbidden = new ApiStatusError({status: 403, path});
    expect(await reasons({[path]: forbidden})).toEqual(['custom resource', 'custom resource']);
  });

  test('and not where there are no definitions at all', async () => {
    expect(await reasons({})).toEqual(['not allowed', 'not allowed']);
  });
});
