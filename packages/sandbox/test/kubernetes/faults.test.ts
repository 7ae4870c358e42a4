import {once} from 'node:events';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {eventually} from '../../../../scripts/eventually.ts';
import {type EditableCluster, type KubernetesApi, startKubernetesApi} from '../../src/index.ts';
import {ApiClient} from './api-client.ts';
import {configMap, exampleCluster} from './example-cluster.ts';

const maps = '/api/v1/namespaces/default/configmaps';

describe.each([{http2: true}, {http2: false}])('faults, %j', ({http2}) => {
  let cluster: EditableCluster;
  let api: KubernetesApi;
  let client: ApiClient;

  beforeEach(async () => {
    cluster = exampleCluster();
    api = await startKubernetesApi({cluster});
    client = new ApiClient(api, {http2});
  });

  afterEach(async () => {
    await client[Symbol.asyncDispose]();
    await api.close();
  });

  test('hit the nth request that matches, so many times, and no other', async () => {
    const fault = api.inject({
      on: {path: maps, query: {limit: '2'}},
      nth: 2,
      times: 2,
      fault: {kind: 'status', status: 503},
    });
    const statuses: number[] = [];
    for (const path of [
      maps,
      `${maps}?limit=2`,
      `${maps}?limit=2`,
      '/version',
      `${maps}?limit=2`,
      `${maps}?limit=2`,
    ]) {
      statuses.push((await client.send(path)).status);
    }
    expect(statuses).toEqual([200, 200, 503, 200, 503, 200]);
    expect(fault.hits).toBe(2);
    expect((await fault.hit).number).toBe(3);
  });

  test('give 500 and 503 as a Status, or any body', async () => {
    api.inject({on: {path: '/version'}, fault: {kind: 'status', status: 500}});
    expect((await client.send('/version')).json()).toMatchObject({
      kind: 'Status',
      code: 500,
      reason: 'InternalError',
    });
    api.inject({on: {path: '/version'}, fault: {kind: 'answer', status: 502, body: '<html>'}});
    const page = await client.send('/version');
    expect([page.status, page.text]).toEqual([502, '<html>']);
  });

  test('give 429 with Retry-After', async () => {
    api.inject({fault: {kind: 'too-many-requests', retryAfter: '7'}});
    const reply = await client.send(maps);
    expect([reply.status, reply.headers['retry-after'], reply.text]).toEqual([
      429,
      '7',
      'Too many requests, please try again later.\n',
    ]);
  });

  test('give 401 once', async () => {
    api.inject({fault: {kind: 'status', status: 401}});
    expect((await client.send(maps)).status).toBe(401);
    expect((await client.send(maps)).status).toBe(200);
  });

  test('give 410 with a token to go on from the same place, or without', async () => {
    const first = (await client.send(`${maps}?limit=2`)).json();
    const {continue: token} = first['metadata'] as {continue: string};
    api.inject({on: {query: {continue: /./}}, fault: {kind: 'expired'}});
    const expired = await client.send(`${maps}?limit=2&continue=${token}`);
    const {continue: inconsistent} = expired.json()['metadata'] as {continue: string};
    const rest = await client.send(`${maps}?continue=${inconsistent}`);
    expect(rest.text.match(/"name":"c\d"/g)).toEqual(['"name":"c3"', '"name":"c4"', '"name":"c5"']);
    api.inject({on: {query: {continue: /./}}, fault: {kind: 'expired', resumable: false}});
    const final = await client.send(`${maps}?limit=2&continue=${token}`);
    expect([final.status, final.json()['metadata']]).toEqual([410, {}]);
  });

  test.each([
    {when: 'before-processing'},
    {when: 'mid-answer'},
    {afterBytes: 'headers'},
    {afterBytes: 'half'},
    {afterBytes: 100},
  ] as const)('reset the connection: %j', async (when) => {
    api.inject({
      on: {path: maps},
      fault: {kind: 'reset', ...when},
    });
    await expect(client.send(maps)).rejects.toBeInstanceOf(Error);
    const {outcome} = await api.waitFor({path: maps}, {phase: 'settled'});
    expect(outcome).toBe('reset');
    expect((await client.send(maps)).status).toBe(200);
  });

  test('truncate the JSON and end well', async () => {
    const whole = await client.send(maps);
    api.inject({on: {path: maps}, fault: {kind: 'truncate', afterBytes: 321}});
    const cut = await client.send(maps);
    expect([cut.status, cut.text]).toEqual([200, whole.bytes.subarray(0, 321).toString()]);
    expect(() => cut.json()).toThrow(SyntaxError);
  });

  test('break one byte of the JSON', async () => {
    const whole = await client.send(maps);
    api.inject({on: {path: maps}, fault: {kind: 'malformed'}});
    const broken = await client.send(maps);
    expect(broken.bytes.length).toBe(whole.bytes.length);
    expect(() => broken.json()).toThrow(SyntaxError);
  });

  test('let bytes through as the test releases them', async () => {
    const whole = await client.send(maps);
    const fault = api.inject({on: {path: maps}, nth: 1, fault: {kind: 'slow', pieceBytes: 500}});
    let arrived = false;
    const slow = client.send(maps).then((reply) => {
      arrived = true;
      return reply;
    });
    await fault.hit;
    fault.release(2);
    await client.send('/version');
    expect(arrived).toBe(false);
    fault.release(Infinity);
    expect((await slow).text).toBe(whole.text);
  });

  test.each([
    {when: 'before-reading'},
    {when: 'before-processing'},
    {when: 'after-processing'},
    {afterBytes: 'headers'},
    {afterBytes: 200},
  ] as const)('hang until the client gives up: %j', async (when) => {
    const fault = api.inject({on: {path: maps}, fault: {kind: 'hang', ...when}});
    const patience = new AbortController();
    const hanging = client.send(maps, {signal: patience.signal});
    const ending = hanging.catch((error: unknown) => error);
    await fault.hit;
    patience.abort(new Error('enough'));
    expect(await ending).toMatchObject({message: 'enough'});
    expect((await api.waitFor({path: maps}, {phase: 'settled'})).outcome).toBe('aborted');
  });

  test('hang in the middle of a body until they are released', async () => {
    const whole = await client.send(maps);
    const fault = api.inject({on: {path: maps}, fault: {kind: 'hang', afterBytes: 'half'}});
    const hanging = client.send(maps);
    await fault.hit;
    await eventually(() => expect(fault.held).toBe(1));
    fault.release();
    expect((await hanging).text).toBe(whole.text);
  });

  test('let the test act between two pages', async () => {
    api.inject({
      on: {path: maps, query: {continue: /./}},
      fault: {
        kind: 'call',
        run: () => {
          cluster.put(configMap('c6'));
          api.expireContinueTokens();
        },
      },
    });
    const first = (await client.send(`${maps}?limit=2`)).json();
    const {continue: token} = first['metadata'] as {continue: string};
    expect((await client.send(`${maps}?limit=2&continue=${token}`)).status).toBe(410);
    expect((await client.send(maps)).text).toContain('"name":"c6"');
  });

  test('end when they are removed', async () => {
    const fault = api.inject({times: Infinity, fault: {kind: 'status', status: 500}});
    expect((await client.send(maps)).status).toBe(500);
    expect((await client.send(maps)).status).toBe(500);
    fault.remove();
    expect((await client.send(maps)).status).toBe(200);
  });
});

test('closing ends what hangs', async () => {
  const api = await startKubernetesApi({cluster: exampleCluster()});
  await using client = new ApiClient(api);
  const fault = api.inject({fault: {kind: 'hang', when: 'before-processing'}});
  const hanging = client.send(maps).catch((error: unknown) => error);
  await fault.hit;
  await Promise.all([api.close(), api.close()]);
  expect(await hanging).toBeInstanceOf(Error);
});

test('a client that leaves in mid-body harms nobody', async () => {
  await using api = await startKubernetesApi({cluster: exampleCluster()});
  await using client = new ApiClient(api);
  const fault = api.inject({on: {path: maps}, fault: {kind: 'slow', pieceBytes: 10}});
  const patience = new AbortController();
  const leaving = client.send(maps, {signal: patience.signal}).catch((error: unknown) => error);
  await fault.hit;
  fault.release(5);
  const aborted = once(patience.signal, 'abort');
  patience.abort();
  await aborted;
  expect(await leaving).toBeInstanceOf(Error);
  fault.release(Infinity);
  expect((await api.waitFor({path: maps}, {phase: 'settled'})).outcome).toBe('aborted');
  expect((await client.send(maps)).status).toBe(200);
});
