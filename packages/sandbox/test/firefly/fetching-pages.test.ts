import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {type Firefly, startFirefly} from '../../src/index.ts';
import {
  beginFetching,
  deployment,
  type FetchingClient,
  fetchingPath,
  podType,
  sendFetchingPage,
} from './fetching-client.ts';
import {connect, pod} from './wire-client.ts';

let firefly: Firefly;
let client: FetchingClient;

beforeEach(async () => {
  firefly = await startFirefly({pageBytes: 1000, itemBytes: 3000});
  client = await beginFetching(firefly);
});
afterEach(() => firefly.close());

type Case = [string, 'objects' | 'helm' | 'tree', Readonly<Record<string, unknown>>, string];

const entry = (uid: string, size = 0): object => ({kind: 'Pod', object: pod(uid, size)});
const tree = (change: object): {k8sTrees: object[]} => ({k8sTrees: [{...deployment, ...change}]});
const leaf = {uid: 'p', kind: 'Pod', object: pod('p'), name: 'pod-p', children: []};

it('accepts releases, trees and objects in any order', async () => {
  for (const name of ['tree', 'helm', 'objects'] as const) {
    expect(await sendFetchingPage(client, name)).toMatchObject({status: 204, text: ''});
  }
  expect(firefly.violations).toEqual([]);
  expect(firefly.accepted.counts('objects')).toEqual({Pod: 1});
  expect(firefly.accepted.counts('k8sTrees')).toEqual({Deployment: 1});
  expect(firefly.accepted.counts('helmReleases')).toEqual({HelmRelease: 1});
  expect(firefly.accepted.resourceTypes?.toString()).toBe(JSON.stringify([podType]));
  expect(firefly.accepted.pages.map(({runId}) => runId)).toEqual(Array(3).fill(client.fetchingId));
});

it('keeps an object without its wrapper, as the other contract does', async () => {
  await sendFetchingPage(client, 'objects');
  expect(firefly.accepted.items('objects').map(String)).toEqual([JSON.stringify(pod('a'))]);
  expect(firefly.accepted.object('a')?.toString()).toBe(JSON.stringify(pod('a')));
});

it.each([
  ['another fetchingId', 'objects', {fetchingId: '0'.repeat(24)}, 'fetchingId is not the one'],
  ['no fetchingId', 'objects', {fetchingId: undefined}, 'exactly the keys'],
  ['another key', 'objects', {clusterId: 'c'}, 'exactly the keys'],
  ['no objects', 'objects', {k8sObjects: []}, 'at least one'],
  ['an entry without kind', 'objects', {k8sObjects: [{object: pod('a')}]}, 'exactly the keys kind, object'],
  [
    'an entry with one key more',
    'objects',
    {k8sObjects: [{...entry('a'), uid: 'a'}]},
    'exactly the keys kind',
  ],
  ['an entry with another kind', 'objects', {k8sObjects: [{kind: 'Job', object: pod('a')}]}, 'another kind'],
  ['an entry whose object is none', 'objects', {k8sObjects: [{kind: 'Pod', object: 1}]}, 'not a JSON object'],
  ['an entry that is none', 'objects', {k8sObjects: ['Pod']}, 'exactly the keys kind, object'],
  ['a full page that went on', 'objects', {k8sObjects: [entry('a', 999), entry('b')]}, 'have been closed'],
  ['an object over the limit', 'objects', {k8sObjects: [entry('a', 3000)]}, 'must not be sent'],
  ['no releases', 'helm', {helmReleases: []}, 'at least one'],
  ['a release without a name', 'helm', {helmReleases: [{namespace: 'default'}]}, 'no name'],
  ['a release that is none', 'helm', {helmReleases: ['web']}, 'no name'],
  ['no k8sTypes', 'helm', {k8sTypes: undefined}, 'exactly the keys'],
  ['empty k8sTypes', 'helm', {k8sTypes: []}, 'at least one resource type'],
  ['a type with one key more', 'helm', {k8sTypes: [{...podType, name: 'pods'}]}, 'exactly the keys kind, n'],
  ['a type that is none', 'helm', {k8sTypes: ['Pod']}, 'not a JSON object'],
  ['a type with a wrong value', 'helm', {k8sTypes: [{...podType, namespaced: 'true'}]}, 'a boolean'],
  ['no trees', 'tree', {k8sTrees: []}, 'at least one'],
  ['a node without its name', 'tree', tree({children: [{...leaf, name: undefined}]}), 'exactly the keys uid'],
  ['a node of another name', 'tree', tree({children: [{...leaf, name: 'q'}]}), 'another name'],
  ['a root with its name', 'tree', tree({name: 'd'}), 'exactly the keys uid'],
  ['a tree without children', 'tree', tree({children: undefined}), 'exactly the keys uid'],
  ['a tree whose children are no array', 'tree', tree({children: {}}), 'no array of children'],
  ['a tree that is none', 'tree', {k8sTrees: [1]}, 'not a JSON object'],
  ['a tree of another kind', 'tree', tree({kind: 'Job'}), 'another kind'],
  ['a tree of another uid', 'tree', tree({uid: 'e'}), 'another uid'],
  ['a tree without uid', 'tree', tree({uid: ''}), 'no uid'],
  ['a tree without object', 'tree', tree({object: null}), 'no Kubernetes object'],
  ['a lonely root', 'tree', tree({children: []}), 'root without children'],
  [
    'a wrong node below',
    'tree',
    tree({children: [{...leaf, uid: 'q'}]}),
    'k8sTrees[0].children[0] has another',
  ],
  [
    'a tree over the limit',
    'tree',
    tree({children: [{...leaf, object: pod('p', 3000)}]}),
    'must not be sent',
  ],
] satisfies Case[])('refuses %s', async (_name, name, body, message) => {
  const {status, text} = await sendFetchingPage(client, name, {body});
  expect(text).toContain(message);
  expect(status).toBe(400);
  expect(firefly.violations).toEqual([expect.stringContaining(message)]);
  expect(firefly.accepted.pages).toEqual([]);
  expect(firefly.undelivered.pages).toBe(1);
});

it('takes an Ingress alone as a tree, and a release over the limit on objects', async () => {
  const object = {apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: {uid: 'i'}};
  const k8sTrees = [{uid: 'i', kind: 'Ingress', object, children: []}];
  expect((await sendFetchingPage(client, 'tree', {body: {k8sTrees}})).status).toBe(204);
  const helmReleases = [{name: 'web', manifest: 'x'.repeat(4000)}];
  expect((await sendFetchingPage(client, 'helm', {body: {helmReleases}})).status).toBe(204);
});

it('counts only the object, not its wrapper, for the size of a page', async () => {
  const size = 1000 - Buffer.byteLength(JSON.stringify(pod('a', 1))) + 1;
  const k8sObjects = [entry('a', size), entry('b')];
  expect((await sendFetchingPage(client, 'objects', {body: {k8sObjects}})).status).toBe(204);
  const next = [entry('c', size + 1), entry('d')];
  expect((await sendFetchingPage(client, 'objects', {body: {k8sObjects: next}})).status).toBe(400);
});

describe('refuses a page', () => {
  it('before a handshake', async () => {
    await using other = await startFirefly();
    const own = {...client, ...(await connect(other))};
    expect((await sendFetchingPage(own, 'objects')).status).toBe(409);
    expect(other.violations).toEqual([expect.stringContaining('the handshake comes first')]);
  });

  it('of another cluster', async () => {
    const path = `/integrations/k8s/other/fetching/objects${client.query}`;
    expect((await sendFetchingPage(client, 'objects', {path})).status).toBe(409);
  });

  it('without or with another integrationId, or with more in its query', async () => {
    for (const query of ['', '?integrationId=abc', `${client.query}&a=1`]) {
      const path = `${fetchingPath}/objects${query}`;
      expect((await sendFetchingPage(client, 'objects', {path})).status).toBe(400);
    }
    expect(firefly.violations).toHaveLength(3);
  });

  it('of an older fetching once a new one began', async () => {
    await beginFetching(firefly);
    expect((await sendFetchingPage(client, 'objects')).status).toBe(400);
    expect(firefly.violations).toEqual([expect.stringContaining('not the one of the open fetching')]);
  });

  it('of trees when the handshake asked for none', async () => {
    await using other = await startFirefly({handshake: {sendTrees: false}});
    const own = await beginFetching(other);
    expect((await sendFetchingPage(own, 'tree')).status).toBe(409);
    expect(other.violations).toEqual([expect.stringContaining('asked for no trees')]);
  });

  it('that was acknowledged before', async () => {
    await sendFetchingPage(client, 'objects');
    expect((await sendFetchingPage(client, 'objects')).status).toBe(409);
    expect(firefly.violations).toEqual([expect.stringContaining('accepted and acknowledged before')]);
    expect(firefly.undelivered.pages).toBe(0);
  });

  it('more than five releases or trees at once', async () => {
    for (const name of ['helm', 'tree'] as const) {
      const hang = firefly.inject({on: {route: `fetching-${name}`}, times: 6, fault: {kind: 'hang'}});
      const answers = Array.from({length: 6}, () => sendFetchingPage(client, name));
      await firefly.waitFor({route: `fetching-${name}`}, {nth: 6});
      hang.release();
      await Promise.all(answers);
      expect(firefly.violations).toContainEqual(expect.stringContaining('More than 5 pages of'));
    }
    expect(firefly.peakInFlight).toEqual({objects: 0, helmReleases: 6, k8sTrees: 6});
  });
});

it('takes a page again whose acknowledgement was lost, and keeps it once', async () => {
  firefly.inject({fault: {kind: 'reset', when: 'after-processing'}});
  await expect(sendFetchingPage(client, 'objects')).rejects.toThrow('fetch failed');
  expect((await sendFetchingPage(client, 'objects')).status).toBe(204);
  expect(firefly.accepted.pages).toMatchObject([{duplicates: 1}]);
  expect(firefly.duplicateUids).toEqual([]);
  expect(firefly.violations).toEqual([]);
});
