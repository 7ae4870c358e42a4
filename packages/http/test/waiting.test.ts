import dns from 'node:dns';
import {once} from 'node:events';
import type {Socket} from 'node:net';
import {connect} from 'node:net';

import {request} from 'undici';
import {describe, expect, onTestFinished, test, vi} from 'vitest';

import {createConnection} from '../src/index.ts';
import {onRequestHead, startRawServer} from './raw-server.ts';

/** Where something can hang: how the request is made, and what tells that it is there. */
type Place = (limits: {readonly connectTimeout?: number}) => Promise<{
  readonly url: URL;
  readonly connection: ReturnType<typeof createConnection>;
  readonly reached: Promise<unknown>;
}>;

function silent(handle: (socket: Socket) => void = (socket) => socket.resume()) {
  const reached = Promise.withResolvers<void>();
  return {
    reached,
    server: startRawServer((socket) => {
      handle(socket);
      reached.resolve();
    }),
  };
}

function connectTo(url: URL, more: Partial<Parameters<typeof createConnection>[0]>) {
  const connection = createConnection({url, connections: 1, environment: {}, ...more});
  onTestFinished(async () => connection.close());
  return connection;
}

const throughProxy =
  (scheme: string, handle?: (socket: Socket) => void): Place =>
  async (limits) => {
    const {server, reached} = silent(handle);
    const url = new URL('https://server.invalid');
    const proxy = {url: `${scheme}://${(await server).host}`, source: 'the test'};
    return {url, reached: reached.promise, connection: connectTo(url, {...limits, proxy})};
  };

const opening: Readonly<Record<string, Place>> = {
  DNS: async (limits) => {
    const reached = Promise.withResolvers<void>();
    const lookup = vi.spyOn(dns, 'lookup').mockImplementation(() => reached.resolve());
    onTestFinished(() => lookup.mockRestore());
    const url = new URL('http://server.example');
    return {url, reached: reached.promise, connection: connectTo(url, limits)};
  },
  'the answer to CONNECT': throughProxy('http'),
  'the greeting of a SOCKS proxy': throughProxy('socks5'),
  'TLS with a proxy': throughProxy('https'),
  'TLS in a tunnel': throughProxy('http', (socket) =>
    onRequestHead(socket, () => socket.write('HTTP/1.1 200 OK\r\n\r\n')),
  ),
  TLS: async (limits) => {
    const {server, reached} = silent();
    const url = new URL(`https://${(await server).host}`);
    return {url, reached: reached.promise, connection: connectTo(url, limits)};
  },
};

const opened: Readonly<Record<string, Place>> = {
  'the head of an answer': async (limits) => {
    const {server, reached} = silent();
    const url = new URL(`http://${(await server).host}`);
    return {url, reached: reached.promise, connection: connectTo(url, limits)};
  },
  'another request of the pool': async (limits) => {
    const {server, reached} = silent();
    const url = new URL(`http://${(await server).host}`);
    const connection = connectTo(url, limits);
    request(url, {dispatcher: connection.dispatcher}).catch(() => {});
    return {url, reached: reached.promise, connection};
  },
};

describe.each(Object.entries({...opening, ...opened}))('a request that waits for %s', (_, place) => {
  test('ends at once with its signal', async () => {
    const {url, connection, reached} = await place({});
    const stop = new AbortController();
    const reason = new Error('stopped by the test');
    const asked = request(url, {dispatcher: connection.dispatcher, signal: stop.signal});
    await reached;
    stop.abort(reason);
    await expect(asked).rejects.toBe(reason);
  });

  test('ends when the connection is closed, which waits for nothing', async () => {
    const {url, connection, reached} = await place({});
    const asked = request(url, {dispatcher: connection.dispatcher}).catch((error: unknown) => error);
    await reached;
    await connection.close();
    expect(await asked).toBeInstanceOf(Error);
  });
});

test.each(Object.entries(opening))(
  'a connection is given up in its time while it waits for %s',
  async (_, place) => {
    const {url, connection} = await place({connectTimeout: 50});
    await expect(request(url, {dispatcher: connection.dispatcher})).rejects.toThrow(/within 0\.05 seconds$/);
  },
);

test('what was given up leaves no socket open', async () => {
  const closed = Promise.withResolvers<void>();
  const {server} = silent((socket) => socket.on('close', () => closed.resolve()).resume());
  const url = new URL(`https://${(await server).host}`);
  const connection = connectTo(url, {connectTimeout: 50});
  await expect(request(url, {dispatcher: connection.dispatcher})).rejects.toThrow('within 0.05 seconds');
  await closed.promise;
});

test('a signal that fired before asks for nothing', async () => {
  const {server} = silent();
  const {host, sockets} = await server;
  const url = new URL(`http://${host}`);
  const {dispatcher} = connectTo(url, {});
  const reason = new Error('stopped by the test');
  await expect(request(url, {dispatcher, signal: AbortSignal.abort(reason)})).rejects.toBe(reason);
  const probe = connect(Number(url.port), '127.0.0.1');
  await once(probe, 'connect');
  probe.destroy();
  expect(sockets.size).toBeLessThanOrEqual(2);
});
