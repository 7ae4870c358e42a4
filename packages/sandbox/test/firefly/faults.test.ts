import {connect as connectSocket} from 'node:net';
import {once} from 'node:events';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {type Fault, type Firefly, pageRequests, startFirefly} from '../../src/index.ts';
import {connect, login, pod, sendPage, type WireClient} from './wire-client.ts';

let firefly: Firefly;
let client: WireClient;

beforeEach(async () => {
  firefly = await startFirefly();
  client = await connect(firefly);
});
afterEach(() => firefly.close());

describe('an injected answer', () => {
  it.each([408, 429, 500, 502, 503, 504, 413])('of %i replaces a page, which is not kept', async (status) => {
    const headers = {'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT'};
    firefly.inject({fault: {kind: 'answer', status, headers, body: 'not now'}});
    const answer = await sendPage(client);
    expect([answer.status, answer.text]).toEqual([status, 'not now']);
    expect(answer.headers.get('retry-after')).toBe(headers['retry-after']);
    expect(firefly.accepted.pages).toEqual([]);
    expect((await sendPage(client)).status).toBe(204);
    expect(firefly.undelivered).toEqual({pages: 0, items: 0});
    expect(firefly.violations).toEqual([]);
  });

  it('of 200 comes after the page was kept, or before on demand', async () => {
    firefly.inject({fault: {kind: 'answer', status: 200, body: '{}'}});
    expect((await sendPage(client)).status).toBe(200);
    expect(firefly.accepted.pages).toHaveLength(1);
    firefly.inject({fault: {kind: 'answer', status: 200, when: 'before-processing'}});
    expect((await sendPage(client, {key: 'run-2', objects: [pod('b')]})).status).toBe(200);
    expect(firefly.accepted.pages).toHaveLength(1);
  });

  it('can send somewhere else', async () => {
    firefly.inject({fault: {kind: 'answer', status: 302, headers: {location: 'http://127.0.0.1:1/'}}});
    const answer = await sendPage(client);
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toBe('http://127.0.0.1:1/');
  });

  it('can come before the body was read', async () => {
    firefly.inject({fault: {kind: 'answer', status: 413, when: 'before-reading'}});
    expect((await sendPage(client)).status).toBe(413);
    expect(firefly.requests.at(-1)).toMatchObject({status: 413, outcome: 'answered', sentBytes: 0});
  });

  it('befalls the requests that it means, from the nth on, so many times', async () => {
    const fault: Fault = {kind: 'answer', status: 503};
    const injected = firefly.inject({on: {path: /objects$/, method: 'POST'}, nth: 2, times: 2, fault});
    const statuses: number[] = [];
    for (const page of [1, 2, 3, 4]) {
      await login(firefly, {body: {accessKey: firefly.accessKey, secretKey: firefly.secretKey}});
      const objects = [pod(`${page}`)];
      statuses.push((await sendPage(client, {key: `run-${page}`, objects})).status);
    }
    expect(statuses).toEqual([204, 503, 503, 204]);
    expect(injected.hits).toBe(2);
    expect(firefly.undelivered.pages).toBe(2);
  });

  it('befalls first attempts, or only until it is removed', async () => {
    const on = {...pageRequests, where: ({attempt}: {attempt: number}) => attempt === 1};
    const injected = firefly.inject({on, times: Infinity, fault: {kind: 'answer', status: 500}});
    for (const page of [1, 2]) {
      const request = {key: `run-${page}`, objects: [pod(`${page}`)]};
      expect((await sendPage(client, request)).status).toBe(500);
      expect((await sendPage(client, request)).status).toBe(204);
    }
    injected.remove();
    expect((await sendPage(client, {key: 'run-3', objects: [pod('3')]})).status).toBe(204);
  });

  it('leaves the next one for the next request', async () => {
    firefly.inject({times: 2, fault: {kind: 'answer', status: 500}});
    firefly.inject({nth: 3, fault: {kind: 'answer', status: 502}});
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 4; attempt++) statuses.push((await sendPage(client)).status);
    expect(statuses).toEqual([500, 500, 502, 204]);
  });

  it('of a login', async () => {
    firefly.inject({on: {route: 'login'}, fault: {kind: 'answer', status: 503}});
    const keys = {accessKey: firefly.accessKey, secretKey: firefly.secretKey};
    expect((await login(firefly, {body: keys})).status).toBe(503);
    expect((await login(firefly, {body: keys})).status).toBe(200);
    expect(firefly.logins).toBe(2);
  });
});

describe('a reset', () => {
  const large = {objects: [pod('a', 1_000_000)], gzip: false};

  it.each(['before-reading', 'mid-body', 'before-processing'] as const)('%s loses the page', async (when) => {
    firefly.inject({fault: {kind: 'reset', when}});
    await expect(sendPage(client, large)).rejects.toThrow('fetch failed');
    const request = await firefly.waitFor({route: 'objects'}, {phase: 'settled'});
    expect(request.outcome).toBe('reset');
    if (when === 'before-reading') expect(request.sentBytes).toBe(0);
    if (when === 'mid-body') expect(request.sentBytes).toBeLessThan(1_000_000);
    expect(request.sentBytes > 0).toBe(when !== 'before-reading');
    expect(firefly.accepted.pages).toEqual([]);
    expect(firefly.undelivered.pages).toBe(1);
    expect((await sendPage(client, large)).status).toBe(204);
    expect(firefly.undelivered.pages).toBe(0);
    expect(firefly.violations).toEqual([]);
  });

  it.each(['after-processing', 'mid-answer'] as const)('%s keeps the page, once', async (when) => {
    firefly.inject({fault: {kind: 'reset', when}});
    await expect(sendPage(client)).rejects.toThrow('fetch failed');
    expect(firefly.accepted.pages).toHaveLength(1);
    expect((await sendPage(client)).status).toBe(204);
    expect(firefly.accepted.pages).toMatchObject([{duplicates: 1}]);
    expect(firefly.accepted.duplicates).toBe(1);
    expect(firefly.violations).toEqual([]);
  });
});

describe('a hang', () => {
  it.each([
    ['before-reading', 0],
    ['before-processing', 0],
    ['after-processing', 1],
  ] as const)('%s goes on when it is released', async (when, kept) => {
    const hang = firefly.inject({fault: {kind: 'hang', when}});
    const page = sendPage(client);
    await firefly.waitFor({route: 'objects'}, {phase: kept === 1 ? 'accepted' : 'arrived'});
    expect(firefly.accepted.pages).toHaveLength(kept);
    hang.release();
    expect((await page).status).toBe(204);
    expect(firefly.accepted.pages).toHaveLength(1);
  });

  it('ends when the client gives up, and the page is lost', async () => {
    firefly.inject({fault: {kind: 'hang'}});
    const impatience = new AbortController();
    const page = sendPage(client, {signal: impatience.signal});
    await firefly.waitFor({route: 'objects'});
    impatience.abort();
    await expect(page).rejects.toThrow('aborted');
    const request = await firefly.waitFor({route: 'objects'}, {phase: 'settled'});
    expect(request).toMatchObject({outcome: 'aborted', status: undefined});
    expect(firefly.accepted.pages).toEqual([]);
    expect(firefly.undelivered.pages).toBe(1);
  });
});

it('holds pages while it is paused, before their bodies are read', async () => {
  const pause = firefly.pause();
  const page = sendPage(client);
  const request = await firefly.waitFor({route: 'objects'});
  expect(request).toMatchObject({outcome: 'pending', sentBytes: 0});
  expect(pause.held).toBe(1);
  pause.resume();
  expect((await page).status).toBe(204);
  expect(pause.held).toBe(0);
});

it('holds what it is told to, until the end of the block', async () => {
  let page: Promise<unknown>;
  {
    using pause = firefly.pause({route: 'login'});
    page = login(firefly, {body: {accessKey: firefly.accessKey, secretKey: firefly.secretKey}});
    await firefly.waitFor({route: 'login'}, {nth: 2});
    expect((await sendPage(client)).status).toBe(204);
    expect([pause.held, firefly.logins]).toEqual([1, 1]);
  }
  expect(await page).toMatchObject({status: 200});
});

describe('waitFor', () => {
  it('resolves with a request of the past at once, and with the nth to come', async () => {
    expect(await firefly.waitFor({route: 'login'})).toMatchObject({number: 1, route: 'login', status: 200});
    const second = firefly.waitFor({method: 'POST', where: ({stream}) => stream === 'objects'}, {nth: 2});
    await sendPage(client);
    await sendPage(client, {key: 'run-2', objects: [pod('b')]});
    expect(await second).toMatchObject({number: 3, attempt: 1, headers: {'idempotency-key': 'run-2'}});
  });

  it('rejects when its signal is aborted and when the server is closed', async () => {
    const impatience = new AbortController();
    const aborted = firefly.waitFor(pageRequests, {signal: impatience.signal});
    impatience.abort(new Error('enough'));
    await expect(aborted).rejects.toThrow('enough');
    await expect(firefly.waitFor(pageRequests, {signal: impatience.signal})).rejects.toThrow('enough');
    const closed = firefly.waitFor(pageRequests);
    await Promise.all([expect(closed).rejects.toThrow('was closed before'), firefly.close()]);
  });
});

describe('stop and restart', () => {
  it('plays a dead receiver that comes back on its port with what it knew', async () => {
    const {port, url} = firefly;
    await sendPage(client);
    firefly.inject({fault: {kind: 'hang'}});
    const lost = sendPage(client, {key: 'run-2', objects: [pod('b')]});
    await firefly.waitFor({route: 'objects'}, {nth: 2});
    await Promise.all([expect(lost).rejects.toThrow('fetch failed'), firefly.stop()]);
    await expect(sendPage(client)).rejects.toMatchObject({cause: {code: 'ECONNREFUSED'}});
    await firefly.stop();
    await firefly.restart();
    expect([firefly.port, firefly.url]).toEqual([port, url]);
    expect((await sendPage(client)).status).toBe(204);
    expect((await sendPage(client, {key: 'run-2', objects: [pod('b')]})).status).toBe(204);
    expect(firefly.accepted.counts('objects')).toEqual({Pod: 2});
    expect(firefly.accepted.duplicates).toBe(1);
    expect(firefly.undelivered.pages).toBe(0);
    expect(firefly.violations).toEqual([]);
  });
});

it('notices what is no HTTP', async () => {
  const socket = connectSocket(firefly.port, '127.0.0.1');
  socket.end('\u0016\u0003\u0001 hello\r\n\r\n');
  await once(socket.resume(), 'close');
  expect(firefly.violations).toEqual([expect.stringMatching(/no HTTP: HPE_/)]);
});

it('notices a request as to a proxy', async () => {
  const socket = connectSocket(firefly.port, '127.0.0.1');
  socket.write('GET http://firefly.example/x HTTP/1.1\r\nHost: firefly.example\r\nConnection: close\r\n\r\n');
  await once(socket.resume(), 'close');
  expect(firefly.violations).toEqual([expect.stringContaining('There is no such path')]);
});
