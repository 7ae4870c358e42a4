import {mkdtemp, readdir, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, it, onTestFinished} from 'vitest';
import {startFirefly} from '../../src/index.ts';
import {beginFetching, sendFetchingPage, sendLock, sendMetadata} from './fetching-client.ts';
import {connect, pod, sendPage} from './wire-client.ts';

const exact =
  '{"apiVersion":"v1","kind":"Pod","metadata":{"uid":"x","name":"\\u00e9\\/"},"n":[1.0,1e3,9007199254740993]}';
const spaced = '{ "kind" : "Node", "metadata": {"uid": "y" }, "apiVersion":"v1" }';
const body = Buffer.from(`{"objects":[${exact},\n ${spaced} ]}`);

it('keeps objects in memory exactly as they were sent', async () => {
  await using firefly = await startFirefly();
  expect((await sendPage(await connect(firefly), {body})).status).toBe(204);
  const {accepted} = firefly;
  expect(accepted.items('objects').map(String)).toEqual([exact, spaced]);
  expect(accepted.object('y')?.toString()).toBe(spaced);
  expect([...accepted.objectsByUid().keys()]).toEqual(['x', 'y']);
  expect(accepted.counts('objects')).toEqual({Node: 1, Pod: 1});
  expect(accepted.pages[0]?.body).toEqual(body);
  expect(accepted.totals('objects')).toEqual({
    pages: 1,
    items: 2,
    rawBytes: body.length,
    itemBytes: exact.length + spaced.length,
    sentBytes: firefly.requests.at(-1)?.sentBytes,
    uncompressedPages: 0,
  });
});

it('writes pages to a folder, with an index', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'firefly-'));
  onTestFinished(() => rm(folder, {recursive: true}));
  await using firefly = await startFirefly({keep: {folder: join(folder, 'pages')}});
  await sendPage(await connect(firefly), {body});
  const client = await beginFetching(firefly);
  await sendFetchingPage(client, 'helm');
  await sendFetchingPage(client, 'tree');
  await sendLock(client);
  await sendMetadata(client);
  const names = ['helm-releases-00002.json', 'index.ndjson', 'metadata.json', 'objects-00001.json'];
  expect((await readdir(join(folder, 'pages'))).sort()).toEqual([...names, 'trees-00003.json']);
  expect(await readFile(join(folder, 'pages', 'objects-00001.json'))).toEqual(body);
  const index = (await readFile(join(folder, 'pages', 'index.ndjson'), 'utf8')).trim().split('\n');
  expect(index.map((row) => JSON.parse(row) as unknown)).toMatchObject([
    {
      number: 1,
      file: 'objects-00001.json',
      stream: 'objects',
      kinds: {Node: 1, Pod: 1},
      idempotencyKey: 'run-1',
    },
    {number: 2, file: 'helm-releases-00002.json', stream: 'helmReleases', runId: client.fetchingId},
    {number: 3, file: 'trees-00003.json', stream: 'k8sTrees', kinds: {Deployment: 1}},
  ]);
  expect(firefly.accepted.pages[0]?.file).toBe(join(folder, 'pages', 'objects-00001.json'));
  expect(firefly.accepted.metadata).toMatchObject({result: 'success'});
  expect(() => firefly.accepted.items('objects')).toThrow("only with keep: 'memory'");
});

describe('light validation and counting', () => {
  it('counts what full validation counts, and keeps no bodies', async () => {
    await using firefly = await startFirefly({keep: 'counts', validate: 'light'});
    const client = await connect(firefly);
    await sendPage(client, {body});
    await sendPage(client, {key: 'run-2', objects: [pod('x'), pod('b')]});
    const {accepted} = firefly;
    expect(accepted.counts('objects')).toEqual({Node: 1, Pod: 3});
    expect(accepted.pages.map((page) => page.body ?? page.items ?? page.file)).toEqual([
      undefined,
      undefined,
    ]);
    expect(firefly.duplicateUids).toEqual(['x']);
    for (const read of [
      () => accepted.items('objects'),
      () => accepted.object('x'),
      () => accepted.objectsByUid(),
    ]) {
      expect(read).toThrow("only with keep: 'memory'");
    }
    const fetching = await beginFetching(firefly);
    for (const name of ['objects', 'helm', 'tree'] as const) await sendFetchingPage(fetching, name);
    expect(accepted.totals('k8sTrees')).toMatchObject({pages: 1, items: 1});
    expect(firefly.violations).toEqual([]);
  });

  it.each([
    ['broken UTF-8', Buffer.from([0x7b, 0xff, 0x7d])],
    ['a truncated page', body.subarray(0, -1)],
    ['a page truncated in a string', body.subarray(0, 40)],
    ['a page truncated after a comma', body.subarray(0, body.indexOf(' '))],
    ['a page without its key', Buffer.from('{}')],
    ['an object without kind', Buffer.from('{"objects":[{"apiVersion":"v1","metadata":{}}]}')],
    ['a missing comma', Buffer.from(`{"objects":[${exact} ${exact}]}`)],
    ['a comma too many', Buffer.from(`{"objects":[${exact},]}`)],
    ['a comma too many in an object', Buffer.from('{"objects":[{"apiVersion":"v1",}]}')],
    ['an unquoted key', Buffer.from('{objects:[]}')],
    ['a key without a value', Buffer.from('{"objects":}')],
    ['a key without a colon', Buffer.from('{"objects" []}')],
  ])('refuses %s', async (_name, broken) => {
    await using firefly = await startFirefly({keep: 'counts', validate: 'light'});
    expect((await sendPage(await connect(firefly), {body: broken})).status).toBe(400);
    expect(firefly.violations).toHaveLength(1);
  });
});

it('sums up what it saw', async () => {
  await using firefly = await startFirefly();
  await sendPage(await connect(firefly), {body});
  expect(firefly.summary()).toMatchObject({
    streams: {
      objects: {pages: 1, items: 2, rawBytes: body.length, counts: {Node: 1, Pod: 1}, peakInFlight: 1},
      helmReleases: {pages: 0},
      k8sTrees: {pages: 0},
    },
    requests: 2,
    logins: 1,
    duplicates: 0,
    duplicateUids: 0,
    violations: [],
    undelivered: {pages: 0, items: 0},
    fetchings: [],
    cpuSeconds: expect.any(Number) as number,
    peakRssBytes: expect.any(Number) as number,
  });
});
