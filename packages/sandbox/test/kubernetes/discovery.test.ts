import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {type AggregatedDiscovery, type KubernetesApi, startKubernetesApi} from '../../src/index.ts';
import {ApiClient, type Reply} from './api-client.ts';
import {exampleCluster} from './example-cluster.ts';

const aggregated = (version: string) =>
  `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`;

interface AggregatedGroup {
  metadata: {name?: string};
  versions: {version: string; freshness: string; resources?: {resource: string; [key: string]: unknown}[]}[];
}

interface ResourceList {
  groupVersion: string;
  apiVersion?: string;
  resources: {name: string; verbs: string[]; [key: string]: unknown}[];
}

function groupsIn(reply: Reply): AggregatedGroup[] {
  return (reply.json() as unknown as {items: AggregatedGroup[]}).items;
}

describe('discovery', () => {
  let api: KubernetesApi;
  let client: ApiClient;

  beforeAll(async () => {
    api = await startKubernetesApi({cluster: exampleCluster()});
    client = new ApiClient(api);
  });

  afterAll(async () => {
    await client[Symbol.asyncDispose]();
    await api.close();
  });

  async function withDiscovery(version: AggregatedDiscovery, accept: string): Promise<Reply> {
    await using other = await startKubernetesApi({cluster: exampleCluster(), aggregatedDiscovery: version});
    await using asking = new ApiClient(other);
    // Awaited here: the server is gone once this function is left.
    const reply = await asking.send('/apis', {headers: {accept}});
    return reply;
  }

  test('is aggregated when asked, with the content type and tag of a real server', async () => {
    const reply = await client.send('/apis', {headers: {accept: aggregated('v2')}});
    expect(reply.status).toBe(200);
    expect(reply.headers).toMatchObject({
      'content-type': aggregated('v2'),
      'cache-control': 'public',
      vary: 'Accept',
    });
    expect(reply.text).toMatch(
      /^\{"kind":"APIGroupDiscoveryList","apiVersion":"apidiscovery.k8s.io\/v2","metadata":\{\},"items":\[/,
    );
    const again = await client.send('/apis', {
      headers: {accept: aggregated('v2'), 'if-none-match': String(reply.headers['etag'])},
    });
    expect([again.status, again.bytes.length]).toEqual([304, 0]);
  });

  test('gives the core group on /api alone', async () => {
    const core = groupsIn(await client.send('/api', {headers: {accept: aggregated('v2')}}));
    expect(core.map(({metadata}) => metadata)).toEqual([{}]);
    const others = groupsIn(await client.send('/apis', {headers: {accept: aggregated('v2')}}));
    expect(others.map(({metadata}) => metadata.name)).not.toContain(undefined);
    expect(others[0]?.metadata.name).toBe('apiregistration.k8s.io');
  });

  test('says of a dead group that it is stale, and nothing else', async () => {
    const groups = groupsIn(await client.send('/apis', {headers: {accept: aggregated('v2')}}));
    expect(groups.find(({metadata}) => metadata.name === 'metrics.k8s.io')?.versions).toEqual([
      {version: 'v1beta1', freshness: 'Stale'},
    ]);
    const legacy = await client.send('/apis/metrics.k8s.io/v1beta1');
    expect([legacy.status, legacy.headers['content-type'], legacy.text]).toEqual([
      503,
      'text/plain; charset=utf-8',
      'service unavailable\n',
    ]);
  });

  test('orders versions by preference and keeps what only an older one has', async () => {
    const groups = groupsIn(await client.send('/apis', {headers: {accept: aggregated('v2')}}));
    const argo = groups.find(({metadata}) => metadata.name === 'argoproj.io');
    expect(
      argo?.versions.map(({version, resources}) => [version, resources?.map(({resource}) => resource)]),
    ).toEqual([
      ['v1', ['rollouts']],
      ['v1alpha1', ['rollouts', 'routes']],
    ]);
    const legacy = (await client.send('/apis/argoproj.io')).json() as unknown as {preferredVersion: unknown};
    expect(legacy.preferredVersion).toEqual({groupVersion: 'argoproj.io/v1', version: 'v1'});
  });

  test('leaves group and version out of the kinds of built-in resources only', async () => {
    const groups = groupsIn(await client.send('/apis', {headers: {accept: aggregated('v2')}}));
    const find = (group: string) =>
      groups.find(({metadata}) => metadata.name === group)?.versions[0]?.resources;
    expect(find('apps')?.find(({resource}) => resource === 'deployments')).toEqual({
      resource: 'deployments',
      responseKind: {group: '', version: '', kind: 'Deployment'},
      scope: 'Namespaced',
      singularResource: 'deployment',
      verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
      shortNames: ['deploy'],
      categories: ['all'],
      subresources: [
        {
          subresource: 'scale',
          responseKind: {group: 'autoscaling', version: 'v1', kind: 'Scale'},
          verbs: ['get', 'patch', 'update'],
        },
        {
          subresource: 'status',
          responseKind: {group: '', version: '', kind: 'Deployment'},
          verbs: ['get', 'patch', 'update'],
        },
      ],
    });
    expect(find('argoproj.io')?.[0]?.['responseKind']).toEqual({
      group: 'argoproj.io',
      version: 'v1',
      kind: 'Rollout',
    });
  });

  test('takes the first clause of Accept that the server knows', async () => {
    const all = `${aggregated('v2')},${aggregated('v2beta1')},application/json`;
    expect((await withDiscovery('v2', all)).headers['content-type']).toBe(aggregated('v2'));
    const beta = await withDiscovery('v2beta1', all);
    expect(beta.headers['content-type']).toBe(aggregated('v2beta1'));
    expect(beta.json()).toMatchObject({apiVersion: 'apidiscovery.k8s.io/v2beta1'});
    const none = await withDiscovery('none', all);
    expect(none.headers['content-type']).toBe('application/json');
    expect(none.json()).toMatchObject({kind: 'APIGroupList'});
  });

  test.each(['v2beta1', 'none'] as const)('refuses v2 alone with 406 when it speaks %s', async (version) => {
    const reply = await withDiscovery(version, aggregated('v2'));
    expect(reply.status).toBe(406);
    expect(reply.json()).toMatchObject({kind: 'Status', reason: 'NotAcceptable', code: 406});
  });

  test('has the legacy documents in any case, the core one without apiVersion', async () => {
    expect((await client.send('/api')).json()).toMatchObject({kind: 'APIVersions', versions: ['v1']});
    const core = (await client.send('/api/v1')).json() as unknown as ResourceList;
    expect(Object.keys(core)).toEqual(['kind', 'groupVersion', 'resources']);
    const apps = (await client.send('/apis/apps/v1')).json() as unknown as ResourceList;
    expect(apps.apiVersion).toBe('v1');
    expect(apps.resources.map(({name}) => name)).toContain('deployments/scale');
    const groups = (await client.send('/apis')).json() as unknown as {groups: {name: string}[]};
    expect(groups.groups.map(({name}) => name)).toContain('metrics.k8s.io');
  });

  test('lists types that cannot be listed, and says so by their verbs', async () => {
    const core = (await client.send('/api/v1')).json() as unknown as ResourceList;
    expect(core.resources.find(({name}) => name === 'bindings')?.verbs).toEqual(['create']);
  });

  test.each([
    ['/apis/nothere/v1', 'text/plain; charset=utf-8'],
    ['/apis/argoproj.io/v9', 'text/plain; charset=utf-8'],
    ['/apis/argoproj.io/v1/routes', 'text/plain; charset=utf-8'],
    ['/apis/apps/v9', 'application/json'],
    ['/apis/apps/v1/foos', 'application/json'],
    ['/api/v1/foos', 'application/json'],
    ['/foo', 'text/plain; charset=utf-8'],
    ['//api/v1/pods', 'text/plain; charset=utf-8'],
  ])('answers 404 for %s in %s', async (path, contentType) => {
    const reply = await client.send(path);
    expect([reply.status, reply.headers['content-type']]).toEqual([404, contentType]);
  });

  test('tells its version and that it is ready', async () => {
    expect((await client.send('/version')).json()).toMatchObject({
      major: '1',
      minor: '36',
      gitVersion: 'v1.36.2',
    });
    expect((await client.send('/readyz')).text).toBe('ok');
  });
});
