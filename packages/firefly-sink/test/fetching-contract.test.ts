import {describe, expect, test} from 'vitest';

import {makeItem, makePod} from './make-item.ts';
import {makePage} from './make-page.ts';
import {makeReport} from './make-report.ts';
import {clusterUid, rejection, setUp} from './open-sink.ts';

const basePath = '/integrations/k8s/c1/fetching';
const lockRequest = `PATCH ${basePath}`;
const metadataRequest = `POST ${basePath}/metadata`;

async function setUpFetching() {
  const t = await setUp();
  const session = await t.session({protocol: 'fetching'});
  const fetchingId = t.firefly.to(`GET ${basePath}`)[0]!.query.get('fetchingId');
  const write = (name = 'a') =>
    session.write(makePage(session.format('objects'), 'objects', [makePod(name)]));
  const metadata = () => JSON.parse(t.firefly.to(metadataRequest)[0]!.text) as Record<string, unknown>;
  const order = () =>
    t.firefly.requests
      .map(({route}) => route)
      .filter((route) => !route.includes('login') && !route.startsWith('GET'));
  return {...t, session, fetchingId, write, metadata, order};
}

describe('pages of the contract fetching', () => {
  test('objects are wrapped with their kind', async () => {
    await using t = await setUpFetching();
    const pods = [makePod('a'), makePod('b')];
    await t.session.write(makePage(t.session.format('objects'), 'objects', pods));
    const [request] = t.firefly.to(`POST ${basePath}/objects`);
    expect(Object.fromEntries(request!.query)).toEqual({integrationId: 'int-1'});
    const texts = pods.map((pod) => `{"kind":"Pod","object":${Buffer.from(pod.bytes).toString()}}`);
    expect(request!.text).toBe(`{"fetchingId":"${t.fetchingId}","k8sObjects":[${texts.join(',')}]}`);
    expect(request!.headers).toMatchObject({'content-encoding': 'gzip', 'content-type': 'application/json'});
  });

  test('every page of Helm releases carries the resource types', async () => {
    await using t = await setUpFetching();
    const resourceTypes = [
      {kind: 'Pod', namespaced: true, apiVersion: 'v1'},
      {kind: 'Node', namespaced: false, apiVersion: 'v1'},
    ];
    t.session.announce({resourceTypes});
    for (const name of ['one', 'two']) {
      const item = makeItem('helmReleases', {name});
      await t.session.write(makePage(t.session.format('helmReleases'), 'helmReleases', [item]));
    }
    const requests = t.firefly.to(`POST ${basePath}/helm`);
    expect(requests.map(({text}) => JSON.parse(text) as unknown)).toEqual([
      {fetchingId: t.fetchingId, helmReleases: [{name: 'one'}], k8sTypes: resourceTypes},
      {fetchingId: t.fetchingId, helmReleases: [{name: 'two'}], k8sTypes: resourceTypes},
    ]);
    expect(requests[0]!.query.get('integrationId')).toBe('int-1');
  });

  test('trees go to a place of their own', async () => {
    await using t = await setUpFetching();
    const object = {apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: {uid: 'u'}};
    const tree = {uid: 'u', kind: 'Ingress', object, children: []};
    await t.session.write(makePage(t.session.format('k8sTrees'), 'k8sTrees', [makeItem('k8sTrees', tree)]));
    const [request] = t.firefly.to(`POST ${basePath}/tree`);
    expect(JSON.parse(request!.text)).toEqual({fetchingId: t.fetchingId, k8sTrees: [tree]});
    expect(request!.query.get('integrationId')).toBe('int-1');
  });
});

describe('end of a fetching', () => {
  test('the LOCK follows the last page, metadata follows the LOCK', async () => {
    await using t = await setUpFetching();
    await Promise.all([t.write('a'), t.write('b')]);
    await t.session.commit(
      makeReport({
        redactionMilliseconds: 12.5,
        streams: [
          {stream: 'objects', items: 2, bytes: 1, requests: 2, sentBytes: 1, retries: 0, milliseconds: 1500},
          {
            stream: 'helmReleases',
            items: 0,
            bytes: 0,
            requests: 0,
            sentBytes: 0,
            retries: 0,
            milliseconds: 0.25,
          },
        ],
      }),
    );
    expect(t.order()).toEqual([
      `POST ${basePath}/objects`,
      `POST ${basePath}/objects`,
      lockRequest,
      metadataRequest,
    ]);
    const [lock] = t.firefly.to(lockRequest);
    expect(JSON.parse(lock!.text)).toEqual({fetchingId: t.fetchingId, clusterId: 'c1'});
    expect(lock!.query.get('integrationId')).toBe('int-1');
    expect(lock!.headers['content-encoding']).toBe('gzip');
    expect(t.metadata()).toEqual({
      fetchingId: t.fetchingId,
      startDate: '2026-01-02T03:04:05.000Z',
      endDate: '2026-01-02T03:04:15.000Z',
      result: 'success',
      collectorVersion: '9.9.9',
      collectorStats: {
        k8s_objects: {collectionTime: 1_500_000_000, redactionTime: 12_500_000},
        helm_releases: {collectionTime: 250_000, redactionTime: 0},
        k8s_types: {collectionTime: 0, redactionTime: 0},
      },
      serverVersion: 'v1.32.0',
    });
    expect(t.firefly.to(metadataRequest)[0]!.query.get('integrationId')).toBe('int-1');
  });

  test('the server’s version is empty where it is not known', async () => {
    await using t = await setUp();
    const opening = await t.open({}, {cluster: {uid: clusterUid}});
    if (opening.kind === 'ready') await opening.session.commit(makeReport());
    expect(JSON.parse(t.firefly.to(metadataRequest)[0]!.text)).toMatchObject({serverVersion: ''});
  });

  test('there is no LOCK after a failed page, even when asked for, and metadata tells why', async () => {
    await using t = await setUpFetching();
    await t.write('a');
    t.firefly.answer(`POST ${basePath}/objects`, {status: 400, body: 'bad page'});
    await rejection(t.write('b'));
    expect(await rejection(t.session.commit(makeReport()))).toMatchObject({code: 'FIREFLY_INCOMPLETE'});
    expect(t.firefly.to(lockRequest)).toEqual([]);
    expect(t.metadata()).toMatchObject({result: 'failure'});
    expect(t.metadata().error).toContain('bad page');
  });

  test('there is no LOCK while a page is under way', async () => {
    await using t = await setUpFetching();
    t.firefly.answer(`POST ${basePath}/objects`, 'hang');
    const arrived = t.firefly.next(`POST ${basePath}/objects`);
    const write = rejection(t.write('a'));
    await arrived;
    expect(await rejection(t.session.commit(makeReport()))).toMatchObject({code: 'FIREFLY_INCOMPLETE'});
    expect(t.firefly.to(lockRequest)).toEqual([]);
    t.run.abort(new Error('over'));
    await write;
  });

  test('an aborted run sends metadata with its reason, once, and no LOCK', async () => {
    await using t = await setUpFetching();
    const reason = 'The API server went away.';
    await t.session.abort(makeReport({result: 'failure', reason}));
    await t.session.abort(makeReport({result: 'failure', reason}));
    expect(await rejection(t.session.commit(makeReport()))).toMatchObject({code: 'FIREFLY_INCOMPLETE'});
    expect(t.order()).toEqual([metadataRequest]);
    expect(t.metadata()).toMatchObject({result: 'failure', error: reason});
  });

  test('an abort ends the pages that are under way before it tells', async () => {
    await using t = await setUpFetching();
    t.firefly.answer(`POST ${basePath}/objects`, 'hang');
    const arrived = t.firefly.next(`POST ${basePath}/objects`);
    let ended = false;
    const write = rejection(t.write('a')).finally(() => {
      ended = true;
    });
    await arrived;
    const metadata = t.firefly.next(metadataRequest).then(() => ended);
    await t.session.abort(makeReport({result: 'failure', reason: 'Something else failed.'}));
    expect(await metadata).toBe(true);
    expect(await write).toMatchObject({code: 'FIREFLY_INCOMPLETE'});
    expect(t.metadata()).toMatchObject({error: 'Something else failed.'});
  });

  test('a run that was stopped by a signal still tells, on a token of its own if need be', async () => {
    await using t = await setUpFetching();
    t.clock.advance(3600_000);
    t.run.abort(new Error('SIGTERM'));
    await t.session.abort(makeReport({result: 'stopped', reason: 'The run was stopped by SIGTERM.'}));
    expect(t.metadata()).toMatchObject({result: 'failure', error: 'The run was stopped by SIGTERM.'});
    expect(t.firefly.logins).toBe(2);
  });

  test('abort waits three seconds at most', async () => {
    await using t = await setUpFetching();
    t.run.abort(new Error('SIGTERM'));
    t.firefly.answer(metadataRequest, 'hang');
    const arrived = t.firefly.next(metadataRequest);
    const abort = t.session.abort(makeReport({result: 'stopped'}));
    await arrived;
    t.clock.advance(3000);
    await abort;
    expect(t.clock.pending).toEqual([]);
    const warnings = t.lines.filter(({level}) => level === 'warn');
    expect(warnings.at(-1)).toMatchObject({fields: {reason: 'no answer within 3 seconds'}});
  });

  test('metadata that fails is a warning and nothing else', async () => {
    await using t = await setUpFetching();
    t.firefly.answer(metadataRequest, {status: 400, body: 'no metadata today'});
    await t.session.commit(makeReport());
    const warnings = t.lines.filter(({level}) => level === 'warn');
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatchObject({
      fields: {reason: expect.stringContaining('no metadata today') as string},
    });
  });

  test('metadata after a LOCK waits ten seconds at most', async () => {
    await using t = await setUpFetching();
    t.firefly.answer(metadataRequest, 'hang');
    const arrived = t.firefly.next(metadataRequest);
    const commit = t.session.commit(makeReport());
    await arrived;
    t.clock.advance(10_000);
    await commit;
    expect(t.clock.pending).toEqual([]);
  });
});

describe('LOCK', () => {
  test('is tried again', async () => {
    await using t = await setUpFetching();
    t.firefly.answer(lockRequest, {status: 503}, 'reset', {status: 500});
    await t.session.commit(makeReport());
    expect(t.firefly.to(lockRequest)).toHaveLength(4);
    expect(new Set(t.firefly.to(lockRequest).map(({text}) => text)).size).toBe(1);
    expect(t.metadata()).toMatchObject({result: 'success'});
  });

  test.for([
    [{status: 400, body: 'locked by another'}, 'locked by another'],
    [{status: 200, body: 'ok'}, '200 (ok)'],
  ] as const)('that fails is a failed run, and metadata says so: %j', async ([answer, text]) => {
    await using t = await setUpFetching();
    t.firefly.answer(lockRequest, answer);
    const error = await rejection(t.session.commit(makeReport()));
    expect(error).toMatchObject({code: 'FIREFLY_LOCK_FAILED', status: answer.status});
    expect(error.message).toContain(text);
    expect(t.metadata()).toMatchObject({result: 'failure', error: error.message});
    await t.session.abort(makeReport({result: 'failure'}));
    expect(t.firefly.to(metadataRequest)).toHaveLength(1);
  });

  test('that meets nobody is a failed run', async () => {
    await using t = await setUpFetching();
    await t.firefly.close();
    const error = await rejection(t.session.commit(makeReport()));
    expect(error).toMatchObject({code: 'FIREFLY_LOCK_FAILED', status: undefined});
    expect(error.message).toContain('the connection was refused.');
    expect(error.message).not.toContain('..');
  });

  test('is sent although the run’s signal fires in mid-commit, but no longer waited for than 1.5 seconds', async () => {
    await using t = await setUpFetching();
    t.firefly.answer(lockRequest, 'hang');
    t.firefly.answer(metadataRequest, 'hang');
    const locking = t.firefly.next(lockRequest);
    const telling = t.firefly.next(metadataRequest);
    const commit = rejection(t.session.commit(makeReport()));
    await locking;
    t.run.abort(new Error('SIGTERM'));
    t.clock.advance(1500);
    await telling;
    t.clock.advance(1500);
    expect(await commit).toMatchObject({code: 'FIREFLY_LOCK_FAILED'});
    expect(t.clock.pending).toEqual([]);
  });
});
