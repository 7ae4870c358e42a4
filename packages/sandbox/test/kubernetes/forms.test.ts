import {gunzipSync} from 'node:zlib';
import {Agent, request} from 'undici';
import {describe, expect, test} from 'vitest';
import {clusterFromObjects, startKubernetesApi} from '../../src/index.ts';
import {ApiClient} from './api-client.ts';
import {configMap, exampleCluster} from './example-cluster.ts';

const maps = '/api/v1/namespaces/default/configmaps';
const partialList = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';
const partialObject = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1';

describe('forms of a response', () => {
  test('metadata alone, for lists and for objects', async () => {
    await using api = await startKubernetesApi({cluster: exampleCluster()});
    await using client = new ApiClient(api);
    const list = await client.send('/apis/argoproj.io/v1/rollouts?limit=1', {headers: {accept: partialList}});
    expect(list.text).toMatch(
      /^\{"kind":"PartialObjectMetadataList","apiVersion":"meta.k8s.io\/v1","metadata":\{"resourceVersion":"\d+","continue":"[\w-]+","remainingItemCount":2\},"items":\[\{"kind":"PartialObjectMetadata","apiVersion":"meta.k8s.io\/v1","metadata":\{"name":"r1","namespace":"default","uid":"[\w-]+","resourceVersion":"\d+","generation":1,"creationTimestamp":"[^"]+"\}\}\]\}\n$/,
    );
    const object = await client.send(`${maps}/c1`, {headers: {accept: partialObject}});
    expect(object.json()).toMatchObject({kind: 'PartialObjectMetadata', metadata: {name: 'c1'}});
    expect(object.json()).not.toHaveProperty('data');
  });

  test('the whole object where the client also takes that, and 406 where it does not', async () => {
    await using api = await startKubernetesApi({cluster: exampleCluster()});
    await using client = new ApiClient(api);
    const table = 'application/json;as=Table;g=meta.k8s.io;v=v1';
    const fallback = await client.send(maps, {headers: {accept: `${table},application/json`}});
    expect(fallback.json()).toMatchObject({kind: 'ConfigMapList'});
    const wrong = await client.send(maps, {headers: {accept: partialObject}});
    expect([wrong.status, wrong.json()['message']]).toEqual([
      406,
      'you requested PartialObjectMetadata, but the requested object is a list (*core.ConfigMapList)',
    ]);
    expect((await client.send(maps, {headers: {accept: 'text/html'}})).status).toBe(406);
  });

  test.each([
    ['curl/8.5.0', ''],
    ['Mozilla/5.0 (X11)', ''],
    ['Wget/1.24', ''],
    ['k8s-collector v1', '?pretty=true'],
  ])('indented for %s %s', async (userAgent, query) => {
    const objects = [{...configMap('c'), data: {text: 'a: [1, {}] "b"\\', 'k,': '{'}, empty: {}, none: []}];
    await using api = await startKubernetesApi({cluster: clusterFromObjects(objects)});
    await using client = new ApiClient(api);
    const plain = await client.send(`${maps}/c`);
    const pretty = await client.send(`${maps}/c${query}`, {headers: {'user-agent': userAgent}});
    expect(pretty.text).toBe(JSON.stringify(plain.json(), undefined, 2));
    expect(plain.text).toBe(`${JSON.stringify(plain.json())}\n`);
  });

  test('compact for a curl that asks for it', async () => {
    await using api = await startKubernetesApi({cluster: exampleCluster()});
    await using client = new ApiClient(api);
    const reply = await client.send(`${maps}?pretty=0`, {headers: {'user-agent': 'curl/8'}});
    expect(reply.text.split('\n')).toHaveLength(2);
  });

  test('compressed only when asked for and large', async () => {
    const objects = [{...configMap('large'), data: {text: 'x'.repeat(200_000)}}, configMap('small', 'other')];
    await using api = await startKubernetesApi({cluster: clusterFromObjects(objects)});
    await using client = new ApiClient(api);
    const headers = {'accept-encoding': 'gzip'};
    const large = await client.send(maps, {headers});
    expect(large.headers).toMatchObject({'content-encoding': 'gzip', vary: 'Accept-Encoding'});
    const plain = await client.send(maps);
    expect(plain.headers).not.toHaveProperty('content-encoding');
    expect(gunzipSync(large.bytes).equals(plain.bytes)).toBe(true);
    const small = await client.send('/api/v1/namespaces/other/configmaps', {headers});
    expect(small.headers).not.toHaveProperty('content-encoding');
    expect(api.requests.map(({headers}) => headers['accept-encoding'])).toEqual(['gzip', undefined, 'gzip']);
    expect(api.requests[0]?.bytes).toBe(large.bytes.length);
  });

  test('with a length when small, in chunks when large', async () => {
    const objects = [{...configMap('large'), data: {text: 'x'.repeat(200_000)}}];
    await using api = await startKubernetesApi({cluster: clusterFromObjects(objects), http2: false});
    await using client = new ApiClient(api);
    expect((await client.send(maps)).headers).toMatchObject({'transfer-encoding': 'chunked'});
    expect((await client.send('/api/v1/pods')).headers['content-length']).toBeDefined();
  });
});

describe('connections', () => {
  test('are verified by its own authority, for both protocols, and by nobody else', async () => {
    await using api = await startKubernetesApi({cluster: exampleCluster()});
    await using second = new ApiClient(api);
    await using first = new ApiClient(api, {http2: false});
    await second.send('/version');
    await first.send('/version');
    expect(api.requests.map(({protocol}) => protocol)).toEqual(['h2', 'http/1.1']);
    const stranger = new Agent();
    await expect(request(`${api.url}/version`, {dispatcher: stranger})).rejects.toThrow(/certificate/);
    await stranger.destroy();
  });

  test('are plain on request', async () => {
    await using api = await startKubernetesApi({cluster: exampleCluster(), tls: false});
    await using client = new ApiClient(api);
    expect(api.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await client.send('/readyz')).text).toBe('ok');
  });

  test('are described by a kubeconfig for any user', async () => {
    await using api = await startKubernetesApi({
      cluster: exampleCluster(),
      users: [
        {name: 'one', token: 'first', rules: []},
        {name: 'two', token: 'second', rules: []},
      ],
    });
    expect(JSON.parse(api.kubeconfig())).toMatchObject({
      clusters: [
        {
          cluster: {
            server: api.url,
            'certificate-authority-data': Buffer.from(api.ca ?? '').toString('base64'),
          },
        },
      ],
      users: [{user: {token: 'first'}}],
    });
    expect(JSON.parse(api.kubeconfig('two'))).toMatchObject({users: [{user: {token: 'second'}}]});
  });
});
