import {gunzipSync} from 'node:zlib';
import {describe, expect, test} from 'vitest';

import {makePod} from './make-item.ts';
import {makePage} from './make-page.ts';
import {makeReport} from './make-report.ts';
import {rejection, secretKey, accessKey, setUp} from './open-sink.ts';

const objectsRequest = 'POST /integrations/k8s/c1/objects';

describe('contract objects', () => {
  test('logs in with both keys as JSON and asks nothing else when it is chosen', async () => {
    await using t = await setUp();
    const session = await t.session({protocol: 'objects'});
    expect(session.protocol).toBe('objects');
    expect([...session.streams]).toEqual(['objects']);
    expect(t.firefly.requests.map(({route}) => route)).toEqual(['POST /account/access_keys/login']);
    const [login] = t.firefly.requests;
    expect(login!.headers['content-type']).toBe('application/json');
    expect(JSON.parse(login!.text)).toEqual({accessKey, secretKey});
    expect(login!.headers['content-encoding']).toBeUndefined();
  });

  test('sends a page as exactly {"objects":[…]}, gzip, with token, key and user agent', async () => {
    await using t = await setUp();
    const session = await t.session({protocol: 'objects'});
    const pods = [makePod('a'), makePod('b')];
    const page = makePage(session.format('objects'), 'objects', pods);
    const receipt = await session.write(page);

    const [request] = t.firefly.to(objectsRequest);
    expect(request!.text).toBe(
      `{"objects":[${pods.map((pod) => Buffer.from(pod.bytes).toString()).join(',')}]}`,
    );
    expect(request!.headers).toMatchObject({
      'content-type': 'application/json',
      'content-encoding': 'gzip',
      'content-length': String(request!.raw.byteLength),
      authorization: 'Bearer token-1',
      'idempotency-key': 'run-1-1',
      'user-agent': 'k8s-collector v9.9.9',
    });
    expect(receipt).toEqual({requests: 1, sentBytes: request!.raw.byteLength, retries: 0, oversized: []});
    expect(page.released).toBe(true);
  });

  test('numbers pages by itself and sends them side by side', async () => {
    await using t = await setUp();
    const session = await t.session({protocol: 'objects'});
    const format = session.format('objects');
    const names = ['a', 'b', 'c', 'd', 'e'];
    await Promise.all(names.map((name) => session.write(makePage(format, 'objects', [makePod(name)]))));
    const keys = t.firefly.to(objectsRequest).map(({headers}) => headers['idempotency-key']);
    expect(new Set(keys)).toEqual(new Set(names.map((_, index) => `run-1-${index + 1}`)));
  });

  test('has the limits of the spec, and those that it is given', async () => {
    await using t = await setUp();
    expect((await t.session({protocol: 'objects'})).limits).toEqual({
      pageBytes: 1_200_000,
      itemBytes: 1_536_000,
      pagesInFlight: {objects: 10, helmReleases: 5, k8sTrees: 5},
    });
    // Callers whose TypeScript is less strict may give what is not set.
    const pagesInFlight = {objects: 2, k8sTrees: undefined as unknown as number};
    const session = await t.session({protocol: 'objects', pageBytes: 5000, pagesInFlight});
    expect(session.limits).toEqual({
      pageBytes: 5000,
      itemBytes: 1_536_000,
      pagesInFlight: {objects: 2, helmReleases: 5, k8sTrees: 5},
    });
  });

  test('commit and abort tell Firefly nothing, since the contract has no session', async () => {
    await using t = await setUp();
    const first = await t.session({protocol: 'objects'});
    await first.commit(makeReport());
    const second = await t.session({protocol: 'objects'});
    await second.abort(makeReport({result: 'failure'}));
    expect(t.firefly.requests.every(({route}) => route.endsWith('/login'))).toBe(true);
  });

  test('does not commit what was not delivered, and takes no page afterwards', async () => {
    await using t = await setUp();
    const session = await t.session({protocol: 'objects'});
    t.firefly.answer(objectsRequest, {status: 400, body: 'bad page'});
    const page = () => makePage(session.format('objects'), 'objects', [makePod('a')]);
    await expect(session.write(page())).rejects.toMatchObject({code: 'FIREFLY_PAGE_REFUSED'});
    await expect(session.commit(makeReport())).rejects.toMatchObject({code: 'FIREFLY_INCOMPLETE'});
    await expect(session.write(page())).rejects.toMatchObject({code: 'FIREFLY_INCOMPLETE'});
  });

  test('the old default of the endpoint is read as today’s; a trailing slash is dropped', async () => {
    await using t = await setUp();
    await t.session({
      protocol: 'objects',
      endpoint: `${t.firefly.url}/`,
      loginEndpoint: `${t.firefly.url}//`,
    });
    expect(t.firefly.requests.map(({route}) => route)).toEqual(['POST /account/access_keys/login']);
  });

  test('a stopped run ends a write with its own reason', async () => {
    await using t = await setUp();
    const session = await t.session({protocol: 'objects'});
    t.firefly.answer(objectsRequest, 'hang');
    const arrived = t.firefly.next(objectsRequest);
    const page = makePage(session.format('objects'), 'objects', [makePod('a')]);
    const write = rejection(session.write(page));
    await arrived;
    const reason = new Error('stopped by SIGTERM');
    t.run.abort(reason);
    expect(await write).toBe(reason);
    expect(page.released).toBe(true);
    expect(t.clock.pending).toEqual([]);
  });

  test('sends the same bytes for the same page, whichever engine', async () => {
    await using t = await setUp();
    // Two runs of one id are two engines' bytes under one key.
    t.firefly.expectViolation(/Another body was sent before/);
    t.firefly.answer(objectsRequest, ...Array.from({length: 4}, () => ({status: 204})));
    for (const engine of ['native', 'fflate'] as const) {
      const session = await t.session({protocol: 'objects', gzip: {engine}});
      for (let turn = 0; turn < 2; turn++)
        await session.write(makePage(session.format('objects'), 'objects', [makePod('a', 5000)]));
    }
    const [first, second, third, fourth] = t.firefly.to(objectsRequest).map(({raw}) => raw);
    expect(first).toEqual(second);
    expect(third).toEqual(fourth);
    expect(first).not.toEqual(third);
    expect(gunzipSync(first!)).toEqual(gunzipSync(third!));
  });
});
