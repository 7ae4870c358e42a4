import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {type Firefly, type HandshakeMode, startFirefly} from '../../src/index.ts';
import {fetchingPath, newFetchingId, sendMetadata, shakeHands, success} from './fetching-client.ts';
import {clusterUid, connect, sendPage, type WireClient} from './wire-client.ts';

let firefly: Firefly;
let client: WireClient;

beforeEach(async () => {
  firefly = await startFirefly();
  client = await connect(firefly);
});
afterEach(() => firefly.close());

const otherUid = '7b8e9d4c-3a52-4c8e-9a0f-6a3c5d0f7b11';

it('starts a fetching', async () => {
  const fetchingId = newFetchingId();
  const {status, text} = await shakeHands(client, fetchingId, {overrideUniqueClusterId: '1'});
  expect(status).toBe(200);
  expect(JSON.parse(text)).toMatch(/^[0-9a-f]{24},true$/);
  expect(firefly.fetchings).toMatchObject([
    {fetchingId, clusterId: 'my-cluster', sendTrees: true, locked: false},
  ]);
  expect(firefly.violations).toEqual([]);
});

it.each([
  [{sendTrees: true}, /^"[0-9a-f]{24},true"$/, true],
  [{sendTrees: false}, /^"[0-9a-f]{24},false"$/, false],
  [{sendTrees: 'missing'}, /^"[0-9a-f]{24}"$/, true],
  [{sendTrees: 'unreadable'}, /^"[0-9a-f]{24},perhaps"$/, true],
] satisfies [HandshakeMode, RegExp, boolean][])('answers 200 with %j', async (handshake, body, sendTrees) => {
  await using other = await startFirefly({handshake});
  const {status, text, headers} = await shakeHands(await connect(other), newFetchingId());
  expect([status, headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
  expect(text).toMatch(body);
  expect(other.fetchings).toMatchObject([{sendTrees}]);
});

it.each([204, 402, 404, 405, 409, 425, 500, 501] as const)(
  'answers %i, which starts nothing',
  async (handshake) => {
    await using other = await startFirefly({handshake});
    const own = await connect(other);
    const {status, text} = await shakeHands(own, newFetchingId());
    expect(status).toBe(handshake);
    expect(text === '').toBe(handshake === 204);
    expect(other.fetchings).toEqual([]);
    expect(other.violations).toEqual([]);
  },
);

it.each([402, 409, 425] as const)(
  'wants nothing of a run after %i, and the next one again',
  async (handshake) => {
    await using other = await startFirefly({handshake});
    const own = await connect(other);
    await shakeHands(own, newFetchingId());
    expect(await sendPage(own)).toMatchObject({status: 409});
    expect(other.violations).toEqual([expect.stringContaining(`answered ${handshake}: nothing may be sent`)]);
    expect((await sendPage(await connect(other))).status).toBe(204);
  },
);

it.each([204, 404, 405, 501] as const)('takes the contract objects after %i', async (handshake) => {
  await using other = await startFirefly({handshake});
  const own = await connect(other);
  await shakeHands(own, newFetchingId());
  expect((await sendPage(own)).status).toBe(204);
  expect(other.violations).toEqual([]);
});

it('wants no page of the contract objects while a fetching is open', async () => {
  const fetchingId = newFetchingId();
  const {text} = await shakeHands(client, fetchingId);
  expect((await sendPage(client)).status).toBe(409);
  expect(firefly.violations).toEqual([expect.stringContaining('A fetching is open')]);
  const [integrationId = ''] = (JSON.parse(text) as string).split(',');
  const fetching = {...client, fetchingId, integrationId, query: `?integrationId=${integrationId}`};
  const ended = await sendMetadata(fetching, {...success, result: 'failure'});
  expect(ended.status).toBe(204);
  expect((await sendPage(client)).status).toBe(204);
});

describe('refuses', () => {
  const day = 86_400;
  const seconds = Math.floor(Date.now() / 1000);
  it.each([
    ['no fetchingId', {fetchingId: null}, 'exactly the parameters'],
    ['a short fetchingId', {fetchingId: newFetchingId().slice(1)}, '24 hex digits'],
    ['a fetchingId that is no hex', {fetchingId: `${newFetchingId().slice(1)}g`}, '24 hex digits'],
    ['a fetchingId of long ago', {fetchingId: newFetchingId(seconds - 2 * day)}, 'the time now'],
    ['a fetchingId of the future', {fetchingId: newFetchingId(seconds + 2 * day)}, 'the time now'],
    ['no clusterUniqueId', {clusterUniqueId: null}, 'exactly the parameters'],
    [
      'an empty clusterUniqueId',
      {clusterUniqueId: ''},
      'The parameter clusterUniqueId of the query is empty',
    ],
    ['a clusterUniqueId that is no UUID', {clusterUniqueId: 'kube-system'}, 'a UUID'],
    ['no getIntegrationId', {getIntegrationId: null}, 'exactly the parameters'],
    ['getIntegrationId=1', {getIntegrationId: '1'}, 'must be true'],
    ['overrideUniqueClusterId=true', {overrideUniqueClusterId: 'true'}, 'must be 1'],
    ['another parameter', {clusterId: 'c'}, 'exactly the parameters'],
  ])('%s', async (_name, changes, message) => {
    const {status, text} = await shakeHands(client, newFetchingId(), changes);
    expect(status).toBe(400);
    expect(text).toContain(message);
    expect(firefly.violations).toEqual([expect.stringContaining(message)]);
    expect(firefly.fetchings).toEqual([]);
  });

  it('a parameter twice', async () => {
    const query = `clusterUniqueId=${clusterUid}&fetchingId=${newFetchingId()}&getIntegrationId=true&getIntegrationId=true`;
    expect((await client.send({method: 'GET', path: `${fetchingPath}?${query}`})).status).toBe(400);
    expect(firefly.violations).toEqual([expect.stringContaining('exactly the parameters')]);
  });

  it('a fetchingId that was used before', async () => {
    const fetchingId = newFetchingId();
    await shakeHands(client, fetchingId);
    expect((await shakeHands(client, fetchingId)).status).toBe(400);
    expect(firefly.violations).toEqual([expect.stringContaining('was used before')]);
  });

  it('a wrong user agent', async () => {
    const path = `${fetchingPath}?clusterUniqueId=${clusterUid}&fetchingId=${newFetchingId()}&getIntegrationId=true`;
    expect((await client.send({method: 'GET', path, headers: {'user-agent': 'node'}})).status).toBe(400);
    expect(firefly.violations).toEqual([expect.stringContaining('User-Agent')]);
  });
});

it('takes the same handshake again when its answer was lost', async () => {
  firefly.inject({on: {route: 'handshake'}, fault: {kind: 'reset', when: 'after-processing'}});
  const fetchingId = newFetchingId();
  await expect(shakeHands(client, fetchingId)).rejects.toThrow('fetch failed');
  expect((await shakeHands(client, fetchingId, {clusterUniqueId: otherUid})).status).toBe(400);
  expect((await shakeHands(client, fetchingId)).status).toBe(200);
  expect(firefly.fetchings).toHaveLength(1);
  expect(firefly.violations).toHaveLength(1);
});

it('tells another cluster that the cluster id is taken, unless it takes it over', async () => {
  await shakeHands(client, newFetchingId());
  expect((await shakeHands(client, newFetchingId(), {clusterUniqueId: otherUid})).status).toBe(409);
  const takeover = {clusterUniqueId: otherUid, overrideUniqueClusterId: '1'};
  expect((await shakeHands(client, newFetchingId(), takeover)).status).toBe(200);
  expect((await shakeHands(client, newFetchingId())).status).toBe(409);
  expect(firefly.violations).toEqual([]);
});
