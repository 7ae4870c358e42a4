import {once} from 'node:events';
import type {ServerResponse} from 'node:http';
import {type AddressInfo, createServer, type Socket} from 'node:net';
import {gzipSync} from 'node:zlib';

import {describe, expect, test} from 'vitest';

import {eventually} from '../../../../scripts/eventually.ts';
import {accessTo, connect, startLoopback} from './loopback.ts';

/** A busy machine may take its time. */
const {signal} = new AbortController();
const reason = new Error('stopped by the test');

/** A server that begins each answer and leaves it to the test to end it. */
async function startHolding(headers: Record<string, string> = {}, first: string | Buffer = 'begun ') {
  const responses: ServerResponse[] = [];
  const loopback = await startLoopback((_, response) => {
    responses.push(response);
    response.writeHead(200, headers).write(first);
  });
  return {loopback, responses};
}

describe('requests in flight', () => {
  test('are no more than allowed, bodies that are still being read included', async () => {
    const {loopback, responses} = await startHolding();
    const {api} = connect(accessTo(loopback.url), {requestsInFlight: 2});
    const first = await api.stream('/1', {signal});
    await api.stream('/2', {signal});
    const third = api.stream('/3', {signal});
    responses[0]?.end('ended');
    await new Promise(setImmediate);
    expect(loopback.requests).toHaveLength(2);
    let text = '';
    for await (const chunk of first) text += String(chunk);
    expect(text).toBe('begun ended');
    await third;
    expect(loopback.requests.map(({url}) => url)).toEqual(['/1', '/2', '/3']);
  });

  test.each([
    ['before it was begun', async (body: AsyncGenerator<Buffer>) => body.return(undefined)],
    [
      'in its middle',
      async (body: AsyncGenerator<Buffer>) => {
        await body.next();
        await body.return(undefined);
      },
    ],
  ])('are fewer by one when a body is given back %s', async (_, giveBack) => {
    const {loopback} = await startHolding();
    const {api} = connect(accessTo(loopback.url), {requestsInFlight: 1});
    const body = await api.stream('/1', {signal});
    const next = api.stream('/2', {signal});
    await giveBack(body);
    await next;
    expect(loopback.requests.map(({url}) => url)).toEqual(['/1', '/2']);
    await eventually(() => expect(loopback.inFlight).toBe(1));
  });

  test('are fewer by one when a compressed body is given back', async () => {
    const packed = gzipSync('x'.repeat(1_000_000), {level: 0});
    const {loopback} = await startHolding({'content-encoding': 'gzip'}, packed.subarray(0, 300_000));
    const {api} = connect(accessTo(loopback.url), {requestsInFlight: 1});
    const body = await api.stream('/1', {signal});
    await body.next();
    await body.return(undefined);
    await api.stream('/2', {signal});
    await eventually(() => expect(loopback.inFlight).toBe(1));
  });

  test('are fewer by one when one fails', async () => {
    const loopback = await startLoopback((_, response, number) =>
      response.writeHead(number === 0 ? 404 : 200).end(),
    );
    const {api} = connect(accessTo(loopback.url), {requestsInFlight: 1});
    await expect(api.stream('/1', {signal})).rejects.toMatchObject({status: 404});
    await api.stream('/2', {signal});
  });

  test('are fewer by one when a body breaks off', async () => {
    const {loopback, responses} = await startHolding();
    const {api} = connect(accessTo(loopback.url), {requestsInFlight: 1});
    const body = await api.stream('/1', {signal});
    responses[0]?.destroy();
    await expect(
      (async () => {
        for await (const chunk of body) expect(String(chunk)).toBe('begun ');
      })(),
    ).rejects.toMatchObject({code: 'K8S_UNREACHABLE'});
    await api.stream('/2', {signal});
  });
});

describe('an abort rejects with its reason', () => {
  test('before anything is asked', async () => {
    const {loopback} = await startHolding();
    const {api} = connect(accessTo(loopback.url));
    await expect(api.stream('/1', {signal: AbortSignal.abort(reason)})).rejects.toBe(reason);
    expect(loopback.requests).toEqual([]);
  });

  test('while waiting for a place, for the answer and in the body', async () => {
    const controller = new AbortController();
    const {loopback} = await startHolding();
    const silent = await startLoopback(() => {});
    const {api} = connect(accessTo(loopback.url), {requestsInFlight: 1});
    const {api: other} = connect(accessTo(silent.url), {requestsInFlight: 1});
    const body = await api.stream('/1', {signal: controller.signal});
    await body.next();
    const waiting = [
      api.stream('/2', {signal: controller.signal}),
      other.stream('/3', {signal: controller.signal}),
      body.next(),
    ];
    await eventually(() => expect(silent.requests).toHaveLength(1));
    controller.abort(reason);
    for (const one of waiting) await expect(one).rejects.toBe(reason);
    await api.stream('/4', {signal});
    expect(loopback.requests.map(({url}) => url)).toEqual(['/1', '/4']);
  });

  test('while the connection is being made', async () => {
    const controller = new AbortController();
    // TCP it takes, TLS it never answers.
    const mute = createServer();
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    const {port} = mute.address() as AddressInfo;
    const {api} = connect(accessTo(new URL(`https://127.0.0.1:${port}`)));
    const waiting = api.stream('/1', {signal: controller.signal});
    const [socket] = (await once(mute, 'connection')) as [Socket];
    controller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    socket.destroy();
    mute.close();
  });

  test('of a body that nobody has begun to read', async () => {
    const controller = new AbortController();
    const {loopback} = await startHolding();
    const {api} = connect(accessTo(loopback.url), {requestsInFlight: 1});
    const body = await api.stream('/1', {signal: controller.signal});
    controller.abort(reason);
    await eventually(() => expect(loopback.inFlight).toBe(0));
    await expect(body.next()).rejects.toBe(reason);
  });

  test('while waiting to try again', async () => {
    const controller = new AbortController();
    const loopback = await startLoopback((_, response) => response.writeHead(503).end());
    const clock = {
      now: () => 0,
      async sleep(_milliseconds: number, signal: AbortSignal) {
        controller.abort(reason);
        signal.throwIfAborted();
      },
    };
    const {api} = connect(accessTo(loopback.url), {clock});
    await expect(api.stream('/1', {signal: controller.signal})).rejects.toBe(reason);
    expect(loopback.requests).toHaveLength(1);
  });

  test('in the middle of an answer 401', async () => {
    const controller = new AbortController();
    const loopback = await startLoopback((_, response) => {
      response.writeHead(401, {'content-length': '100'}).write('{');
      setImmediate(() => controller.abort(reason));
    });
    const asked: unknown[] = [];
    const credentials = async (options: object | undefined) => {
      asked.push(options);
      return {};
    };
    const {api} = connect(accessTo(loopback.url, {credentials}));
    await expect(api.stream('/1', {signal: controller.signal})).rejects.toBe(reason);
    // No plugin is run for a request that nobody waits for.
    expect(asked).toEqual([undefined]);
  });
});

test('closing ends what is under way', async () => {
  const {loopback} = await startHolding();
  const {api} = connect(accessTo(loopback.url));
  const body = await api.stream('/1', {signal});
  await body.next();
  const next = body.next();
  await api.close();
  await expect(next).rejects.toMatchObject({code: 'K8S_UNREACHABLE'});
  await eventually(() => expect(loopback.inFlight).toBe(0));
});
