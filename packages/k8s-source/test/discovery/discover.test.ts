import {describe, expect, test} from 'vitest';

import {ApiStatusError} from '../../src/api/api-status-error.ts';
import {discover} from '../../src/discovery/discover.ts';
import {createFakeApi} from './fake-api.ts';

const {signal} = new AbortController();
const verbs = ['get', 'list'];

function aggregated(version: string, items: object[]) {
  return {kind: 'APIGroupDiscoveryList', apiVersion: `apidiscovery.k8s.io/${version}`, metadata: {}, items};
}

const pods = {
  resource: 'pods',
  responseKind: {group: '', version: '', kind: 'Pod'},
  scope: 'Namespaced',
  singularResource: 'pod',
  verbs,
  shortNames: ['po'],
  categories: ['all'],
  subresources: [{subresource: 'status', responseKind: {kind: 'Pod'}, verbs: ['get']}],
};
const discoveredPods = {
  group: '',
  version: 'v1',
  versionRank: 0,
  resource: 'pods',
  kind: 'Pod',
  namespaced: true,
  verbs,
  shortNames: ['po'],
  categories: ['all'],
  singularName: 'pod',
};
const core = [{metadata: {}, versions: [{version: 'v1', freshness: 'Current', resources: [pods]}]}];

function resource(plural: string, kind: string, more: object = {}) {
  return {resource: plural, responseKind: {kind}, scope: 'Cluster', verbs, ...more};
}

describe('aggregated discovery', () => {
  test.each(['v2', 'v2beta1'])('takes two requests: %s', async (version) => {
    const groups = [
      {
        metadata: {name: 'apps'},
        versions: [
          {version: 'v1', freshness: 'Current', resources: [resource('deployments', 'Deployment')]},
          {version: 'v1beta1', resources: [resource('deployments', 'Deployment')]},
        ],
      },
    ];
    const {api, requests} = createFakeApi({
      '/api': aggregated(version, core),
      '/apis': aggregated(version, groups),
    });
    const {resources, failures} = await discover(api, signal);
    expect(failures).toEqual([]);
    expect(resources[0]).toEqual(discoveredPods);
    expect(resources.slice(1)).toMatchObject([
      {group: 'apps', version: 'v1', versionRank: 0, kind: 'Deployment', namespaced: false, singularName: ''},
      {group: 'apps', version: 'v1beta1', versionRank: 1, shortNames: [], categories: []},
    ]);
    const accept =
      'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,' +
      'application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json';
    expect(requests).toEqual([
      {path: '/api', accept},
      {path: '/apis', accept},
    ]);
  });

  test('tells of a group whose API service is dead, with what is still known of it', async () => {
    const groups = [
      {metadata: {name: 'metrics.k8s.io'}, versions: [{version: 'v1beta1', freshness: 'Stale'}]},
      {
        metadata: {name: 'half.example.com'},
        versions: [{version: 'v1', freshness: 'Stale', resources: [resource('things', 'Thing')]}],
      },
      {
        metadata: {name: 'well.example.com'},
        versions: [{version: 'v1', resources: [resource('wells', 'Well')]}],
      },
    ];
    const {api} = createFakeApi({'/api': aggregated('v2', core), '/apis': aggregated('v2', groups)});
    const {resources, failures} = await discover(api, signal);
    const message = 'discovery is stale: the API service behind this group does not answer';
    expect(failures).toEqual([
      {subject: 'group', name: 'metrics.k8s.io/v1beta1', message, code: 'K8S_DISCOVERY_STALE'},
      {subject: 'group', name: 'half.example.com/v1', message, code: 'K8S_DISCOVERY_STALE'},
    ]);
    expect(resources.map(({kind}) => kind)).toEqual(['Pod', 'Thing', 'Well']);
  });

  test('leaves out what has subresources only, and takes what is not said', async () => {
    const groups = [
      {
        metadata: {name: 'x.example.com'},
        versions: [
          {version: 'v1', resources: [{resource: 'parents', responseKind: null}, {resource: 'others'}]},
          {version: 'v2'},
        ],
      },
      {metadata: {name: 'empty.example.com'}},
    ];
    const {api} = createFakeApi({'/api': aggregated('v2', core), '/apis': aggregated('v2', groups)});
    const {resources, failures} = await discover(api, signal);
    expect([resources.map(({group}) => group), failures]).toEqual([[''], []]);
  });
});

describe('a server before aggregated discovery', () => {
  const answers = {
    '/api': {kind: 'APIVersions', versions: ['v1']},
    '/apis': {
      kind: 'APIGroupList',
      groups: [
        {
          name: 'batch',
          versions: [{version: 'v1beta1'}, {version: 'v1'}],
          preferredVersion: {groupVersion: 'batch/v1', version: 'v1'},
        },
        {name: 'metrics.k8s.io', versions: [{version: 'v1beta1'}], preferredVersion: {version: 'v1beta1'}},
      ],
    },
    '/api/v1': {
      kind: 'APIResourceList',
      resources: [
        {
          name: 'pods',
          singularName: 'pod',
          kind: 'Pod',
          namespaced: true,
          verbs,
          shortNames: ['po'],
          categories: ['all'],
        },
        {name: 'pods/status', kind: 'Pod', namespaced: true, verbs: ['get']},
      ],
    },
    '/apis/batch/v1': {resources: [{name: 'jobs', kind: 'Job', namespaced: true, verbs}]},
    '/apis/batch/v1beta1': {resources: [{name: 'cronjobs', kind: 'CronJob'}]},
    '/apis/metrics.k8s.io/v1beta1': new ApiStatusError({status: 503, path: '/apis/metrics.k8s.io/v1beta1'}),
  };

  test('is asked for each group and version; a dead one hides no other', async () => {
    const {api, requests} = createFakeApi(answers);
    const {resources, failures} = await discover(api, signal);
    expect(resources[0]).toEqual(discoveredPods);
    expect(resources.slice(1)).toMatchObject([
      {group: 'batch', version: 'v1', versionRank: 0, resource: 'jobs', singularName: '', categories: []},
      {
        group: 'batch',
        version: 'v1beta1',
        versionRank: 1,
        resource: 'cronjobs',
        namespaced: false,
        verbs: [],
      },
    ]);
    expect(failures).toEqual([
      {
        subject: 'group',
        name: 'metrics.k8s.io/v1beta1',
        message: 'The API server answered /apis/metrics.k8s.io/v1beta1 with 503.',
        code: 'K8S_SERVER_ERROR',
      },
    ]);
    expect(requests.map(({path}) => path).toSorted()).toEqual(Object.keys(answers).toSorted());
  });

  test('that hides the core group throws', async () => {
    const {api} = createFakeApi({...answers, '/api/v1': new ApiStatusError({status: 503, path: '/api/v1'})});
    await expect(discover(api, signal)).rejects.toMatchObject({status: 503});
  });

  test('may have no group but the core one', async () => {
    const {api} = createFakeApi({...answers, '/apis': {groups: [{name: 'x'}, null]}});
    const {resources, failures} = await discover(api, signal);
    expect([new Set(resources.map(({group}) => group)), failures]).toEqual([new Set(['']), []]);
  });
});

describe('discovery that fails', () => {
  const forbidden = (path: string) => new ApiStatusError({status: 403, path});

  test.each(['/api', '/apis'])(
    'throws where it is %s, below which any number of types may be',
    async (path) => {
      const whole = {'/api': aggregated('v2', core), '/apis': aggregated('v2', [])};
      const {api} = createFakeApi({...whole, [path]: forbidden(path)});
      await expect(discover(api, signal)).rejects.toMatchObject({
        code: 'K8S_FORBIDDEN',
        message: `The API server answered ${path} with 403.`,
      });
    },
  );

  test('because the run was stopped throws the reason', async () => {
    const reason = new Error('stopped by the test');
    const {api} = createFakeApi({});
    await expect(discover(api, AbortSignal.abort(reason))).rejects.toBe(reason);
    const controller = new AbortController();
    const stopping = () => {
      controller.abort(reason);
      throw new Error('the request that was under way');
    };
    const {api: stopped} = createFakeApi({
      '/api': {versions: ['v1']},
      '/apis': {groups: []},
      '/api/v1': stopping,
    });
    await expect(discover(stopped, controller.signal)).rejects.toBe(reason);
  });

  test.each([
    [
      '/apis',
      'is no discovery document',
      [null, {}, [], {kind: 'Status', status: 'Failure'}, {versions: ['v1']}],
    ],
    ['/api', 'is no discovery document', [null, {}, [], {kind: 'Status'}, {groups: []}]],
    ['/api', 'names no resource', [aggregated('v2', []), {kind: 'APIVersions', versions: null}]],
  ])(
    'by a %s that %s is told by a sentence, and never taken for an empty cluster',
    async (path, what, odd) => {
      for (const answer of odd) {
        const whole = {'/api': aggregated('v2', core), '/apis': aggregated('v2', [])};
        const {api} = createFakeApi({...whole, [path]: answer});
        await expect(discover(api, signal)).rejects.toThrow(
          `The Kubernetes API server https://cluster.example cannot be reached: its answer to ${path} ${what}.`,
        );
      }
    },
  );
});
