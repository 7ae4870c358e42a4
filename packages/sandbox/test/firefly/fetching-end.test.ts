import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {type Fault, type Firefly, startFirefly} from '../../src/index.ts';
import {
  beginFetching,
  failure,
  type FetchingClient,
  sendFetchingPage,
  sendLock,
  sendMetadata,
  success,
} from './fetching-client.ts';
import {connect, pod} from './wire-client.ts';

let firefly: Firefly;
let client: FetchingClient;

beforeEach(async () => {
  firefly = await startFirefly();
  client = await beginFetching(firefly);
});
afterEach(() => firefly.close());

const objects = (...uids: string[]): {body: object & Record<string, unknown>} => ({
  body: {k8sObjects: uids.map((uid) => ({kind: 'Pod', object: pod(uid)}))},
});

it('takes LOCK and then metadata, which end the fetching', async () => {
  await sendFetchingPage(client, 'objects');
  expect(await sendLock(client)).toMatchObject({status: 204, text: ''});
  expect(firefly.fetchings).toMatchObject([{locked: true, metadata: undefined}]);
  expect(await sendMetadata(client)).toMatchObject({status: 204, text: ''});
  expect(firefly.fetchings).toMatchObject([{metadata: success}]);
  expect(firefly.accepted.metadata).toMatchObject(success);
  expect(firefly.violations).toEqual([]);
});

it('takes metadata of a failure without LOCK, with an error or without', async () => {
  expect((await sendMetadata(client, failure)).status).toBe(204);
  const next = await beginFetching(firefly);
  expect((await sendMetadata(next, {...failure, error: undefined})).status).toBe(204);
  expect(firefly.violations).toEqual([]);
});

describe('LOCK is refused', () => {
  it.each([
    ['with another fetchingId', {fetchingId: '0'.repeat(24)}, 400, 'fetchingId is not'],
    ['with another clusterId', {clusterId: 'other'}, 400, 'clusterId is not'],
    ['without clusterId', {clusterId: undefined}, 400, 'exactly the keys'],
    ['with one key more', {locked: true}, 400, 'exactly the keys'],
  ])('%s', async (_name, body, status, message) => {
    expect(await sendLock(client, body)).toMatchObject({status});
    expect(firefly.violations).toEqual([expect.stringContaining(message)]);
    expect(firefly.fetchings).toMatchObject([{locked: false}]);
  });

  it('before a handshake', async () => {
    await using other = await startFirefly();
    expect((await sendLock({...client, ...(await connect(other))})).status).toBe(409);
  });

  it('a second time', async () => {
    await sendLock(client);
    expect((await sendLock(client)).status).toBe(409);
    expect(firefly.violations).toEqual([expect.stringContaining('LOCK came before')]);
  });

  it('after the metadata', async () => {
    await sendMetadata(client, failure);
    expect((await sendLock(client)).status).toBe(409);
    expect(firefly.violations).toEqual([expect.stringContaining('The metadata ended')]);
  });

  it('while a page is in flight', async () => {
    const hang = firefly.inject({fault: {kind: 'hang', when: 'after-processing'}});
    const page = sendFetchingPage(client, 'objects');
    await firefly.waitFor({route: 'fetching-objects'});
    expect((await sendLock(client)).status).toBe(409);
    expect(firefly.violations).toEqual([expect.stringContaining('1 pages are in flight')]);
    hang.release();
    await page;
    expect((await sendLock(client)).status).toBe(204);
  });

  it.each([
    ['answered 400', {kind: 'answer', status: 400}],
    ['answered 503 too often', {kind: 'answer', status: 503}],
    ['answered 200 before it was kept', {kind: 'answer', status: 200, when: 'before-processing'}],
    ['reset before its body was read', {kind: 'reset', when: 'before-reading'}],
    ['reset in its body', {kind: 'reset', when: 'mid-body'}],
  ] satisfies [string, Fault][])('after a page that was %s, until it is accepted', async (_name, fault) => {
    firefly.inject({fault});
    await sendFetchingPage(client, 'objects').catch(() => undefined);
    await firefly.waitFor({route: 'fetching-objects'}, {phase: 'settled'});
    await sendFetchingPage(client, 'objects', objects('other-page'));
    expect((await sendLock(client)).status).toBe(409);
    expect(firefly.violations).toEqual([expect.stringContaining('1 pages failed')]);
    await sendFetchingPage(client, 'objects');
    expect((await sendLock(client)).status).toBe(204);
    expect(firefly.violations).toHaveLength(1);
  });

  it('after a page with a dead token, until it is accepted', async () => {
    firefly.revokeTokens();
    expect((await sendFetchingPage(client, 'objects')).status).toBe(401);
    client = {...client, ...(await connect(firefly))};
    expect((await sendLock(client)).status).toBe(409);
    expect((await sendFetchingPage(client, 'objects')).status).toBe(204);
    expect((await sendLock(client)).status).toBe(204);
    expect(firefly.violations).toHaveLength(1);
  });

  it('after 413, until every object came in smaller pages or was refused alone', async () => {
    const tooLarge = {kind: 'answer', status: 413} as const;
    firefly.inject({times: 2, fault: tooLarge});
    await sendFetchingPage(client, 'objects', objects('a', 'b', 'c'));
    await sendFetchingPage(client, 'objects', objects('a', 'b'));
    await sendFetchingPage(client, 'objects', objects('c'));
    await sendFetchingPage(client, 'objects', objects('a'));
    expect((await sendLock(client)).status).toBe(409);
    expect(firefly.violations).toEqual([expect.stringContaining('1 items of pages that were too large')]);
    firefly.inject({fault: tooLarge});
    await sendFetchingPage(client, 'objects', objects('b'));
    expect((await sendLock(client)).status).toBe(204);
  });
});

it('lets nothing but metadata follow the LOCK', async () => {
  await sendLock(client);
  for (const name of ['objects', 'helm', 'tree'] as const) {
    expect((await sendFetchingPage(client, name)).status).toBe(409);
  }
  expect(firefly.violations).toEqual(Array(3).fill(expect.stringContaining('only metadata may come')));
  expect(firefly.accepted.pages).toEqual([]);
});

it('lets no page follow the metadata', async () => {
  await sendMetadata(client, failure);
  expect((await sendFetchingPage(client, 'objects')).status).toBe(409);
  expect(firefly.violations).toEqual([expect.stringContaining('The metadata ended')]);
});

describe('metadata is refused', () => {
  const stats = success.collectorStats;
  const times = (change: object): object => ({...stats, k8s_types: {...stats.k8s_types, ...change}});
  it.each([
    ['without endDate', {endDate: undefined}, 'exactly the keys'],
    ['with one key more', {clusterId: 'c'}, 'exactly the keys'],
    ['with a date that is not in UTC', {startDate: '2026-01-01T00:00:00+02:00'}, 'startDate must be'],
    ['with a date without a time', {startDate: '2026-01-01'}, 'startDate must be'],
    ['with a date that does not exist', {startDate: '2026-13-01T00:00:00Z'}, 'startDate must be'],
    ['with milliseconds for a date', {endDate: 1_750_000_000_000}, 'endDate must be'],
    ['with an end before the start', {endDate: '2025-01-01T00:00:00Z'}, 'later than endDate'],
    ['with another result', {result: 'ok'}, 'result must be'],
    ['with an error of a success', {error: 'none'}, 'must have no error'],
    ['with an empty error', {result: 'failure', error: ''}, 'error must be'],
    ['with an error that is no text', {result: 'failure', error: {}}, 'error must be'],
    ['without a version', {collectorVersion: ''}, 'collectorVersion'],
    ['with a serverVersion that is no text', {serverVersion: {}}, 'serverVersion'],
    ['without stats', {collectorStats: null}, 'collectorStats must be'],
    [
      'with missing stats',
      {collectorStats: {k8s_types: stats.k8s_types}},
      'collectorStats must have exactly',
    ],
    ['with stats that are none', {collectorStats: {...stats, k8s_types: 1}}, 'k8s_types must be an object'],
    ['with one time more', {collectorStats: times({sendTime: 1})}, 'k8s_types must have exactly'],
    ['with half a nanosecond', {collectorStats: times({collectionTime: 0.5})}, 'whole number'],
    ['with a time below zero', {collectorStats: times({redactionTime: -1})}, 'whole number'],
    ['with a time as text', {collectorStats: times({redactionTime: '1'})}, 'whole number'],
    ['with another fetchingId', {fetchingId: '0'.repeat(24)}, 'fetchingId is not'],
  ])('%s', async (_name, body, message) => {
    await sendLock(client);
    const {status, text} = await sendMetadata(client, body);
    expect(text).toContain(message);
    expect(status).toBe(400);
    expect(firefly.violations).toEqual([expect.stringContaining(message)]);
    expect(firefly.fetchings).toMatchObject([{metadata: undefined}]);
  });

  it('when it says success without LOCK', async () => {
    expect((await sendMetadata(client)).status).toBe(409);
    expect(firefly.violations).toEqual([expect.stringContaining('there was no LOCK')]);
  });

  it('a second time', async () => {
    await sendMetadata(client, failure);
    expect((await sendMetadata(client, failure)).status).toBe(409);
    expect(firefly.violations).toEqual([expect.stringContaining('Metadata came before')]);
  });

  it('before a handshake', async () => {
    await using other = await startFirefly();
    expect((await sendMetadata({...client, ...(await connect(other))}, failure)).status).toBe(409);
  });
});

it.each(['lock', 'metadata'] as const)(
  'takes %s again when its answer was lost, and only the same',
  async (route) => {
    firefly.inject({on: {route}, fault: {kind: 'reset', when: 'after-processing'}});
    const sendIt = (): Promise<{status: number}> =>
      route === 'lock' ? sendLock(client) : sendMetadata(client, failure);
    await expect(sendIt()).rejects.toThrow('fetch failed');
    if (route === 'metadata') expect((await sendMetadata(client, {...failure, error: 'x'})).status).toBe(409);
    expect((await sendIt()).status).toBe(204);
    expect((await sendIt()).status).toBe(409);
    expect(firefly.violations).toHaveLength(route === 'lock' ? 1 : 2);
  },
);
