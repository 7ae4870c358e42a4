import {gzipSync} from 'node:zlib';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {type Firefly, startFirefly} from '../../src/index.ts';
import {connect, objectsPath, type PageRequest, pod, sendPage, type WireClient} from './wire-client.ts';

let firefly: Firefly;
let client: WireClient;

beforeEach(async () => {
  firefly = await startFirefly({pageBytes: 1000, itemBytes: 3000});
  client = await connect(firefly);
});
afterEach(() => firefly.close());

const valid = Buffer.from(JSON.stringify({objects: [pod('a')]}));
const member = gzipSync(valid);

function patched(bytes: Buffer, offset: number, value: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[offset < 0 ? copy.length + offset : offset] = value;
  return copy;
}

function raw(bytes: Buffer): PageRequest {
  return {body: bytes, gzip: false, headers: {'content-encoding': 'gzip'}};
}

function plain(text: string): PageRequest {
  return {body: Buffer.from(text), gzip: false};
}

it('accepts a compressed and a plain page with 204 and no body', async () => {
  const compressed = await sendPage(client, {headers: {'content-type': 'application/json; charset=utf-8'}});
  const uncompressed = await sendPage(client, {key: 'run-2', objects: [pod('b')], gzip: false});
  expect([compressed.status, compressed.text]).toEqual([204, '']);
  expect([uncompressed.status, uncompressed.text]).toEqual([204, '']);
  expect(firefly.accepted.pages.map(({compressed}) => compressed)).toEqual([true, false]);
  expect(firefly.accepted.totals('objects')).toMatchObject({pages: 2, items: 2, uncompressedPages: 1});
  expect(firefly.violations).toEqual([]);
});

it.each([
  ['another content type', {headers: {'content-type': 'text/json'}}, 415, 'Content-Type'],
  ['no content type', {headers: {'content-type': ''}}, 415, 'Content-Type'],
  ['another encoding', {headers: {'content-encoding': 'br'}}, 415, 'Content-Encoding'],
  [
    'gzip without its header',
    {headers: {'content-encoding': null}},
    400,
    'Content-Encoding: gzip is missing',
  ],
  ['another user agent', {headers: {'user-agent': 'curl/8'}}, 400, 'User-Agent'],
  ['a user agent without v', {headers: {'user-agent': 'k8s-collector 1.2.3'}}, 400, 'User-Agent'],
  ['no idempotency key', {headers: {'idempotency-key': null}}, 400, 'Idempotency-Key must be'],
  ['an idempotency key without a page', {key: 'run'}, 400, 'Idempotency-Key must be'],
  ['an idempotency key with a space', {key: 'my run-1'}, 400, 'Idempotency-Key must be'],
  ['a query', {path: `${objectsPath}?a=1`}, 400, 'The query'],
  ['a cluster id in capitals', {path: objectsPath.replace('my-', 'MY-')}, 400, 'cluster id'],
  ['another method', {method: 'PUT'}, 405, 'POST'],
  ['a path that ends in a slash', {path: `${objectsPath}/`}, 404, 'no such path'],
  ['a plain body declared as gzip', raw(valid), 400, 'gzip header'],
  ['truncated gzip', raw(member.subarray(0, -20)), 400, 'truncated'],
  ['gzip without its trailer', raw(member.subarray(0, -8)), 400, 'truncated'],
  ['gzip cut in its trailer', raw(member.subarray(0, -1)), 400, 'truncated'],
  ['two gzip members', raw(Buffer.concat([member, member])), 400, 'the only one'],
  ['bytes after the member', raw(Buffer.concat([member, Buffer.from([0])])), 400, '1 bytes follow'],
  ['a gzip time', raw(patched(member, 4, 1)), 400, 'mtime'],
  ['reserved gzip flags', raw(patched(member, 3, 0x80)), 400, 'reserved'],
  ['a wrong checksum', raw(patched(member, -8, member.at(-8)! ^ 1)), 400, 'checksum'],
  ['a wrong length', raw(patched(member, -4, member.at(-4)! ^ 1)), 400, 'length'],
  ['a damaged deflate stream', raw(patched(member, 10, 0x07)), 400, 'damaged'],
  ['a body compressed twice', {body: member}, 400, 'not valid'],
  ['a byte order mark', plain(`\uFEFF${valid.toString()}`), 400, 'not valid JSON'],
  ['broken UTF-8', {body: patched(valid, valid.indexOf('pod-'), 0xff)}, 400, 'UTF-8'],
  ['broken JSON', plain(valid.toString().slice(0, -1)), 400, 'not valid JSON'],
  ['an empty body', plain(''), 400, 'not valid JSON'],
  ['a bare array', plain('[]'), 400, 'expected at byte 0'],
  ['white space after the object', plain(`${valid.toString()}\n`), 400, 'after its JSON object'],
  ['another key in the body', {body: {objects: [pod('a')], clusterId: 'c'}}, 400, 'exactly the keys'],
  ['the key twice', plain('{"objects":[],"objects":[]}'), 400, 'exactly the keys'],
  ['no objects', {objects: []}, 400, 'at least one'],
  ['objects that are no array', {body: {objects: {}}}, 400, 'at least one'],
  ['an object that is none', {objects: [1]}, 400, 'not a JSON object'],
  ['an object without apiVersion', {objects: [{...pod('a'), apiVersion: undefined}]}, 400, 'no apiVersion'],
  ['an object without kind', {objects: [{...pod('a'), kind: undefined}]}, 400, 'no kind'],
  ['an empty kind', {objects: [{...pod('a'), kind: ''}]}, 400, 'no kind'],
  ['an object without metadata', {objects: [{...pod('a'), metadata: 'x'}]}, 400, 'no metadata'],
  [
    'apiVersion put in front of an object that has it',
    plain('{"objects":[{"apiVersion":"v1","kind":"P","apiVersion":"v1","metadata":{}}]}'),
    400,
    'apiVersion 2 times',
  ],
  [
    'a page that went on after it was full',
    {objects: [pod('a', 600), pod('b', 600), pod('c')]},
    400,
    'closed',
  ],
  ['an object over the limit', {objects: [pod('a', 3000)]}, 400, 'must not be sent'],
] satisfies [string, PageRequest, number, string][])(
  'refuses %s',
  async (_name, request, status, message) => {
    const answer = await sendPage(client, request);
    expect(answer.text).toContain(message);
    expect(answer.status).toBe(status);
    expect(firefly.violations).toEqual([expect.stringContaining(message)]);
    expect(firefly.accepted.pages).toEqual([]);
  },
);

it('refuses a cluster id other than the expected one', async () => {
  await using other = await startFirefly({clusterId: 'other'});
  expect((await sendPage(await connect(other))).status).toBe(400);
  expect(other.violations).toEqual([expect.stringContaining('must be "other"')]);
});

it('accepts a page that its last object took past the limit, and an object alone past it', async () => {
  expect((await sendPage(client, {objects: [pod('a', 500), pod('b', 2000)]})).status).toBe(204);
  expect((await sendPage(client, {key: 'run-2', objects: [pod('c', 2500)]})).status).toBe(204);
  expect(firefly.violations).toEqual([]);
});

describe('an idempotency key', () => {
  it('with the same bytes again is answered 204 and kept once', async () => {
    expect((await sendPage(client)).status).toBe(204);
    expect((await sendPage(client)).status).toBe(204);
    expect(firefly.accepted.duplicates).toBe(1);
    expect(firefly.accepted.pages).toMatchObject([{idempotencyKey: 'run-1', runId: 'run', duplicates: 1}]);
    expect(firefly.requests.map(({attempt}) => attempt)).toEqual([1, 1, 2]);
    expect(firefly.duplicateUids).toEqual([]);
    expect(firefly.violations).toEqual([]);
  });

  it('with other bytes is a violation', async () => {
    await sendPage(client);
    expect((await sendPage(client, {objects: [pod('b')]})).status).toBe(422);
    expect(firefly.violations).toEqual([expect.stringContaining('Another body was sent before')]);
    expect(firefly.accepted.counts('objects')).toEqual({Pod: 1});
  });

  it('binds the bytes of an attempt that failed as well', async () => {
    firefly.inject({fault: {kind: 'answer', status: 503}});
    expect((await sendPage(client)).status).toBe(503);
    expect((await sendPage(client, {objects: [pod('b')]})).status).toBe(422);
    expect((await sendPage(client)).status).toBe(204);
    expect(firefly.violations).toHaveLength(1);
  });

  it('is free again after 413: the halves are new pages', async () => {
    firefly.inject({fault: {kind: 'answer', status: 413}});
    await sendPage(client, {objects: [pod('a'), pod('b')]});
    expect((await sendPage(client, {objects: [pod('a')]})).status).toBe(204);
    expect(firefly.violations).toEqual([]);
  });

  it('counts for its own cluster only', async () => {
    await sendPage(client);
    const path = '/integrations/k8s/other/objects';
    expect((await sendPage(client, {path, objects: [pod('b')]})).status).toBe(204);
  });
});

it('reports uids that one run delivers twice, and no others', async () => {
  await sendPage(client, {key: 'one-1', objects: [pod('a'), pod('b')]});
  await sendPage(client, {key: 'two-1', objects: [pod('a')]});
  expect(firefly.duplicateUids).toEqual([]);
  await sendPage(client, {key: 'one-2', objects: [pod('c'), pod('b')]});
  expect(firefly.duplicateUids).toEqual(['b']);
});

describe('413', () => {
  it.each([
    ['the body as sent', {maxRequestBytes: 1000}, false],
    ['the uncompressed body', {maxBodyBytes: 1000}, true],
  ])(
    'answers a page whose size passes the limit on %s, which is no violation',
    async (_name, limit, gzip) => {
      await using small = await startFirefly(limit);
      const own = await connect(small);
      const objects = [pod('a', 600), pod('b', 600)];
      expect((await sendPage(own, {objects, gzip})).status).toBe(413);
      expect(small.undelivered).toEqual({pages: 0, items: 2});
      await sendPage(own, {key: 'run-2', objects: objects.slice(0, 1), gzip});
      expect(small.undelivered).toEqual({pages: 0, items: 1});
      await sendPage(own, {key: 'run-3', objects: objects.slice(1), gzip});
      expect(small.undelivered).toEqual({pages: 0, items: 0});
      expect(small.violations).toEqual([]);
    },
  );

  it('settles an object that is too large alone', async () => {
    await using small = await startFirefly({maxBodyBytes: 1000});
    const own = await connect(small);
    const objects = [pod('a', 2000), pod('b')];
    await sendPage(own, {key: 'run-1', objects});
    await sendPage(own, {key: 'run-2', objects: objects.slice(0, 1)});
    expect(small.undelivered).toEqual({pages: 0, items: 1});
    await sendPage(own, {key: 'run-3', objects: objects.slice(1)});
    expect(small.undelivered).toEqual({pages: 0, items: 0});
  });
});

describe('pages in flight', () => {
  it('may be as many as allowed and no more', async () => {
    await using narrow = await startFirefly({pagesInFlight: {objects: 2}});
    const own = await connect(narrow);
    const hang = narrow.inject({times: 3, fault: {kind: 'hang'}});
    const answers = [1, 2, 3].map((page) => sendPage(own, {key: `run-${page}`, objects: [pod(`${page}`)]}));
    await narrow.waitFor({route: 'objects'}, {nth: 3});
    hang.release();
    const statuses = (await Promise.all(answers)).map(({status}) => status);
    expect(statuses.filter((status) => status === 204)).toHaveLength(2);
    expect(narrow.violations).toEqual([
      expect.stringContaining('More than 2 pages of objects are in flight'),
    ]);
    expect(narrow.peakInFlight.objects).toBe(3);
  });

  it('do not count once they were answered or given up', async () => {
    await using narrow = await startFirefly({pagesInFlight: {objects: 1}});
    const own = await connect(narrow);
    narrow.inject({fault: {kind: 'hang'}});
    const impatience = new AbortController();
    const given = sendPage(own, {signal: impatience.signal});
    await narrow.waitFor({route: 'objects'});
    impatience.abort();
    await expect(given).rejects.toThrow('aborted');
    for (const page of [1, 2, 3]) {
      expect((await sendPage(own, {key: `next-${page}`, objects: [pod(`${page}`)]})).status).toBe(204);
    }
    expect(narrow.violations).toEqual([]);
    expect(narrow.peakInFlight.objects).toBe(1);
  });
});
