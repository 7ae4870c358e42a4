import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {type EditableCluster, type KubernetesApi, startKubernetesApi} from '../../src/index.ts';
import {ApiClient} from './api-client.ts';
import {configMap, exampleCluster} from './example-cluster.ts';

interface List {
  kind: string;
  apiVersion: string;
  metadata: {resourceVersion: string; continue?: string; remainingItemCount?: number};
  items: {metadata: {name: string; namespace: string}}[];
}

const maps = '/api/v1/namespaces/default/configmaps';
const rollouts = '/apis/argoproj.io/v1/rollouts';

describe('lists', () => {
  let cluster: EditableCluster;
  let api: KubernetesApi;
  let client: ApiClient;

  beforeEach(async () => {
    cluster = exampleCluster();
    api = await startKubernetesApi({cluster});
    client = new ApiClient(api);
  });

  afterEach(async () => {
    await client[Symbol.asyncDispose]();
    await api.close();
  });

  async function list(path: string): Promise<List> {
    const reply = await client.send(path);
    expect(reply.status).toBe(200);
    return reply.json() as unknown as List;
  }

  const names = ({items}: List) => items.map(({metadata}) => metadata.name);

  test('of built-in resources have metadata first and items without kind and apiVersion', async () => {
    const reply = await client.send(`${maps}?limit=2`);
    expect(reply.text).toMatch(
      /^\{"kind":"ConfigMapList","apiVersion":"v1","metadata":\{"resourceVersion":"\d+","continue":"[\w-]+","remainingItemCount":3\},"items":\[\{"metadata":\{"name":"c1","namespace":"default","uid":"/,
    );
    expect(reply.text).toContain(String.raw`{"text":"é\u003cb\u003e\u0026c1"}`);
    expect(reply.text.endsWith('}]}\n')).toBe(true);
  });

  test('of custom resources have sorted keys, and an empty continue at the end', async () => {
    const reply = await client.send(`${rollouts}?limit=2`);
    expect(reply.text).toMatch(
      /^\{"apiVersion":"argoproj.io\/v1","items":\[\{"apiVersion":"argoproj.io\/v1","kind":"Rollout","metadata":\{"creationTimestamp":/,
    );
    expect(reply.text).toMatch(
      /\],"kind":"RolloutList","metadata":\{"continue":"[\w-]+","remainingItemCount":1,"resourceVersion":"\d+"\}\}\n$/,
    );
    expect((await client.send(rollouts)).text).toMatch(
      /"metadata":\{"continue":"","resourceVersion":"\d+"\}\}\n$/,
    );
  });

  test('give custom resources in the version that was asked for', async () => {
    const reply = await client.send('/apis/argoproj.io/v1alpha1/namespaces/default/rollouts/r1');
    expect(reply.text).toMatch(/^\{"apiVersion":"argoproj.io\/v1alpha1","kind":"Rollout","metadata":\{/);
  });

  test('go on where they stopped, at the resource version where they began', async () => {
    const first = await list(`${maps}?limit=2`);
    cluster.delete({resource: 'configmaps', namespace: 'default', name: 'c3'});
    cluster.put(configMap('c4b'));
    const second = await list(`${maps}?limit=2&continue=${first.metadata.continue}`);
    const third = await list(`${maps}?limit=2&continue=${second.metadata.continue}`);
    expect([...names(first), ...names(second), ...names(third)]).toEqual(['c1', 'c2', 'c3', 'c4', 'c5']);
    expect(third.metadata).toEqual({resourceVersion: first.metadata.resourceVersion});
    expect(names(await list(maps))).toEqual(['c1', 'c2', 'c4', 'c4b', 'c5']);
  });

  test('go through all namespaces in order of their keys', async () => {
    cluster.put(configMap('b', 'team-a'));
    cluster.put(configMap('a', 'team-a-x'));
    const keys = (await list('/api/v1/configmaps')).items.map(
      ({metadata}) => `${metadata.namespace}/${metadata.name}`,
    );
    // etcd compares bytes, and '-' comes before '/'.
    expect(keys.slice(-2)).toEqual(['team-a-x/a', 'team-a/b']);
    expect(names(await list('/api/v1/namespaces/team-a/configmaps'))).toEqual(['b']);
  });

  test('with an expired token are 410 with a token to go on inconsistently', async () => {
    const first = await list(`${maps}?limit=2`);
    api.expireContinueTokens();
    cluster.delete({resource: 'configmaps', namespace: 'default', name: 'c3'});
    const reply = await client.send(`${maps}?limit=2&continue=${first.metadata.continue}`);
    expect(reply.status).toBe(410);
    const status = reply.json() as unknown as {metadata: {continue: string}; message: string};
    expect(status).toMatchObject({kind: 'Status', status: 'Failure', reason: 'Expired', code: 410});
    expect(status.message).toContain('use the continue token in this response to retrieve the remainder');
    const rest = await list(`${maps}?continue=${status.metadata.continue}`);
    expect(names(rest)).toEqual(['c4', 'c5']);
    expect(rest.metadata.resourceVersion).toBe(String(cluster.resourceVersion));
  });

  test('with an expired token are 410 without a token when the server is told so', async () => {
    await using final = await startKubernetesApi({cluster: exampleCluster(), expiredTokens: 'final'});
    await using asking = new ApiClient(final);
    const first = (await asking.send(`${maps}?limit=2`)).json() as unknown as List;
    final.expireContinueTokens();
    const reply = await asking.send(`${maps}?limit=2&continue=${first.metadata.continue}`);
    expect([reply.status, reply.json()['metadata']]).toEqual([410, {}]);
    expect(reply.json()['message']).toContain('You must start a new list without the continue parameter.');
  });

  test('ignore the limit at resource version 0', async () => {
    expect((await list(`${maps}?limit=2&resourceVersion=0`)).items).toHaveLength(5);
  });

  test.each([
    ['labelSelector=parity%3Dodd', ['c1', 'c3', 'c5']],
    ['labelSelector=parity%3D%3Deven', ['c2', 'c4']],
    ['labelSelector=parity!%3Dodd', ['c2', 'c4']],
    ['labelSelector=parity%20in%20(odd%2Ceven)', ['c1', 'c2', 'c3', 'c4', 'c5']],
    ['labelSelector=parity%20notin%20(odd)', ['c2', 'c4']],
    ['labelSelector=!parity', []],
    ['labelSelector=parity', ['c1', 'c2', 'c3', 'c4', 'c5']],
    ['fieldSelector=metadata.name%3Dc2', ['c2']],
    ['fieldSelector=metadata.name!%3Dc2', ['c1', 'c3', 'c4', 'c5']],
    ['fieldSelector=metadata.namespace%3D%3Dkube-system', []],
    ['fieldSelector=metadata.name%3Dc2&labelSelector=parity%3Dodd', []],
  ])('select by %s', async (query, expected) => {
    expect(names(await list(`/api/v1/configmaps?${query}`))).toEqual(expected);
  });

  test('select secrets by type', async () => {
    expect(names(await list('/api/v1/secrets?fieldSelector=type%3Dhelm.sh%2Frelease.v1'))).toEqual(['s2']);
  });

  test('do not count what remains when they select', async () => {
    const page = await list(`${maps}?limit=1&labelSelector=parity%3Dodd`);
    expect(names(page)).toEqual(['c1']);
    expect(Object.keys(page.metadata)).toEqual(['resourceVersion', 'continue']);
    const rest = await list(`${maps}?labelSelector=parity%3Dodd&continue=${page.metadata.continue}`);
    expect(names(rest)).toEqual(['c3', 'c5']);
    expect(api.violations).toEqual([]);
  });

  test.each([
    ['limit=many', 'strconv.ParseInt: parsing "many": invalid syntax'],
    ['limit=', 'strconv.ParseInt: parsing "": invalid syntax'],
    [
      'continue=a%25b',
      'invalid continue token: continue key is not valid: illegal base64 data at input byte 1',
    ],
    ['watch=1', 'watch is not supported here: the collector lists, it does not watch'],
    [
      'fieldSelector=spec.x%3D1',
      '"spec.x" is not a known field selector: only "metadata.name", "metadata.namespace"',
    ],
    ['fieldSelector=metadata.name', "invalid selector: 'metadata.name'; can't understand 'metadata.name'"],
    ['labelSelector=a%3D%3D%3Db', "unable to parse requirement: found 'a===b'"],
    [
      'resourceVersion=x',
      'invalid resource version: resourceVersion: Invalid value: "x": strconv.ParseUint: parsing "x": invalid syntax',
    ],
  ])('refuse %s with 400 and record it', async (query, message) => {
    const reply = await client.send(`${maps}?${query}`);
    expect(reply.status).toBe(400);
    expect(reply.json()).toMatchObject({reason: 'BadRequest', message, code: 400});
    expect(api.violations).toEqual([`${maps}: ${message}`]);
  });

  test('refuse a resource version together with a continue token', async () => {
    const first = await list(`${maps}?limit=2`);
    const {continue: token, resourceVersion} = first.metadata;
    const reply = await client.send(`${maps}?limit=2&continue=${token}&resourceVersion=${resourceVersion}`);
    expect([reply.status, reply.json()['message']]).toEqual([
      400,
      'specifying resource version is not allowed when using continue',
    ]);
    expect(api.violations).toHaveLength(1);
  });

  test('record a token that was issued for another list', async () => {
    const first = await list(`${maps}?limit=2`);
    await list(`/api/v1/secrets?continue=${first.metadata.continue}`);
    expect(api.violations).toEqual([
      expect.stringContaining('/api/v1/secrets: the continue token was issued for another list'),
    ]);
  });

  test('of what is not stored have neither pages nor a resource version', async () => {
    expect((await client.send('/api/v1/componentstatuses?limit=1')).text).toBe(
      '{"kind":"ComponentStatusList","apiVersion":"v1","metadata":{},"items":[]}\n',
    );
  });

  test('warn of deprecated resources', async () => {
    expect((await client.send('/api/v1/endpoints')).headers['warning']).toBe(
      '299 - "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice"',
    );
  });
});

describe('single objects', () => {
  test('come with kind and apiVersion, or 404 with the sentence of a real server', async () => {
    await using api = await startKubernetesApi({cluster: exampleCluster()});
    await using client = new ApiClient(api);
    expect((await client.send(`${maps}/c1`)).text).toMatch(
      /^\{"kind":"ConfigMap","apiVersion":"v1","metadata":\{"name":"c1",.*"data":\{"text":".*"\}\}\n$/,
    );
    const missing = await client.send('/apis/argoproj.io/v1/namespaces/default/rollouts/nope');
    expect(missing.text).toBe(
      `${JSON.stringify({
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message: 'rollouts.argoproj.io "nope" not found',
        reason: 'NotFound',
        details: {name: 'nope', group: 'argoproj.io', kind: 'rollouts'},
        code: 404,
      })}\n`,
    );
  });
});
