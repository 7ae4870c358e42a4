import {describe, expect, test} from 'vitest';
import {startKubernetesApi} from '../../src/index.ts';
import {ApiClient} from './api-client.ts';
import {exampleCluster} from './example-cluster.ts';

const maps = '/api/v1/namespaces/default/configmaps';

describe('the request log', () => {
  test('holds what was asked and what was answered', async () => {
    await using api = await startKubernetesApi({cluster: exampleCluster()});
    await using client = new ApiClient(api);
    const reply = await client.send(`${maps}?limit=2&labelSelector=parity%3Dodd`, {
      headers: {accept: 'application/json'},
    });
    const record = await api.waitFor({path: maps}, {phase: 'settled'});
    expect(record).toMatchObject({
      number: 1,
      method: 'GET',
      path: maps,
      route: 'list',
      headers: {'user-agent': 'k8s-collector v0.0.0', accept: 'application/json'},
      user: 'admin',
      status: 200,
      bytes: reply.bytes.length,
      outcome: 'answered',
      protocol: 'h2',
    });
    expect(Object.fromEntries(record.query)).toEqual({limit: '2', labelSelector: 'parity=odd'});
    expect(api.requests).toEqual([record]);
  });

  test('forgets the oldest and never the count', async () => {
    await using api = await startKubernetesApi({cluster: exampleCluster(), requestLogSize: 4});
    await using client = new ApiClient(api);
    for (let number = 0; number < 20; number++) await client.send('/version');
    expect(api.requestCount).toBe(20);
    expect(api.requests.length).toBeLessThanOrEqual(5);
    expect(api.requests.at(-1)?.number).toBe(20);
  });

  test('resolves for the nth request that matches, past or to come', async () => {
    await using api = await startKubernetesApi({cluster: exampleCluster()});
    await using client = new ApiClient(api);
    await client.send('/version');
    const past = await api.waitFor({path: '/version'});
    const second = api.waitFor(({path}) => path === '/version', {nth: 2});
    const paged = api.waitFor({path: /configmaps$/, query: {limit: '1', continue: null}}, {phase: 'settled'});
    await client.send(`${maps}?limit=2`);
    await client.send('/version');
    await client.send(`${maps}?limit=1`);
    expect([past.number, (await second).number, (await paged).number]).toEqual([1, 3, 4]);
  });

  test('stops waiting when told so', async () => {
    await using api = await startKubernetesApi({cluster: exampleCluster()});
    const patience = new AbortController();
    const waiting = api.waitFor({path: '/never'}, {signal: patience.signal});
    patience.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
  });
});

describe('violations', () => {
  test('are user agents that are not expected', async () => {
    await using api = await startKubernetesApi({cluster: exampleCluster(), expectUserAgent: true});
    await using client = new ApiClient(api);
    await client.send('/version');
    expect(api.violations).toEqual([]);
    await client.send('/version', {headers: {'user-agent': 'undici'}});
    expect(api.violations).toEqual(['GET /version: unexpected User-Agent "undici"']);
  });

  test('are more requests in flight than allowed, and those get 429', async () => {
    await using api = await startKubernetesApi({cluster: exampleCluster(), maxInFlight: 1});
    await using client = new ApiClient(api);
    const fault = api.inject({on: {path: maps}, fault: {kind: 'slow'}});
    const first = client.send(maps);
    await fault.hit;
    const second = await client.send('/version');
    expect([second.status, second.headers['retry-after']]).toEqual([429, '1']);
    fault.release(Infinity);
    expect((await first).status).toBe(200);
    expect(api.violations).toEqual(['/version: 2 requests in flight, 1 are allowed']);
    expect(api.peakInFlight).toBe(2);
  });
});
