import type {IncomingMessage} from 'node:http';
import {type AddressInfo, connect as createSocket, createServer, type Socket} from 'node:net';
import {inspect} from 'node:util';
import {gzipSync} from 'node:zlib';

import {clusterFromObjects, startKubernetesApi} from '@firefly/sandbox';
import {describe, expect, onTestFinished, test} from 'vitest';

import {ApiUnreachableError} from '../../src/api/api-unreachable-error.ts';
import {accessTo, answer, connect, startLoopback} from './loopback.ts';

const {signal} = new AbortController();

async function closedPort(): Promise<URL> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const {port} = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return new URL(`https://127.0.0.1:${port}`);
}

/** Serves TLS with an authority of its own. */
async function startTls() {
  const server = await startKubernetesApi({cluster: clusterFromObjects([], {builtIns: 'used'})});
  onTestFinished(async () => server.close());
  return server;
}

describe('no answer', () => {
  test('is tried for four times, then told in one sentence', async () => {
    const url = await closedPort();
    const {api, sleeps} = connect(accessTo(url));
    await expect(api.json('/version', {signal})).rejects.toMatchObject({
      code: 'K8S_UNREACHABLE',
      transient: true,
      message: `The Kubernetes API server ${url.origin} cannot be reached: the connection was refused.`,
    });
    expect(sleeps).toEqual([500, 1000, 2000]);
  });

  test('is made good by the next attempt', async () => {
    const loopback = await startLoopback((request, response, number) => {
      if (number === 0) request.socket.resetAndDestroy();
      else if (number === 1) request.socket.destroy();
      else answer(response, {ok: true});
    });
    const {api, sleeps} = connect(accessTo(loopback.url));
    expect(await api.json('/version', {signal})).toEqual({ok: true});
    expect(sleeps).toEqual([500, 1000]);
  });

  test('to a request with renewed credentials counts as an attempt', async () => {
    const loopback = await startLoopback((request, response, number) => {
      if (number === 0) response.writeHead(401).end();
      else if (number === 1) request.socket.destroy();
      else answer(response, {ok: true});
    });
    const {api, sleeps} = connect(accessTo(loopback.url));
    expect(await api.json('/version', {signal})).toEqual({ok: true});
    expect(sleeps).toEqual([500]);
  });
});

describe('TLS', () => {
  test('is verified with the authority of the access', async () => {
    const {url, ca = '', tokens} = await startTls();
    const {api} = connect(
      accessTo(new URL(url), {
        tls: {ca},
        credentials: async () => ({authorization: `Bearer ${tokens['admin']}`}),
      }),
    );
    expect(await api.json('/version', {signal})).toMatchObject({gitVersion: expect.any(String) as string});
  });

  test('with an authority that is not trusted fails at once, in one sentence', async () => {
    const {url, requests} = await startTls();
    const {api, sleeps} = connect(accessTo(new URL(url)));
    await expect(api.json('/version', {signal})).rejects.toMatchObject({
      transient: false,
      message: expect.stringMatching(
        /^The Kubernetes API server https:\/\/127\.0\.0\.1:\d+ cannot be reached: its certificate is not trusted \([A-Z_]+\); check the certificate authority in the kubeconfig\.$/,
      ) as string,
    });
    expect(sleeps).toEqual([]);
    expect(requests).toEqual([]);
  });

  test('for another name fails at once', async () => {
    const {url, ca = ''} = await startTls();
    const {api, sleeps} = connect(accessTo(new URL(url), {tls: {ca, servername: 'other.example'}}));
    await expect(api.json('/version', {signal})).rejects.toMatchObject({transient: false});
    expect(sleeps).toEqual([]);
  });

  test('is not verified where the access says so', async () => {
    const {url, tokens} = await startTls();
    const {api} = connect(
      accessTo(new URL(url), {
        tls: {rejectUnauthorized: false},
        credentials: async () => ({authorization: `Bearer ${tokens['admin']}`}),
      }),
    );
    expect(await api.json('/version', {signal})).toMatchObject({gitVersion: expect.any(String) as string});
  });

  test('to a port that does not speak it is told in one sentence', async () => {
    const loopback = await startLoopback((_, response) => response.end());
    const {api} = connect(accessTo(new URL(`https://${loopback.url.host}`)), {attempts: 1});
    await expect(api.json('/version', {signal})).rejects.toMatchObject({
      message: `The Kubernetes API server https://${loopback.url.host} cannot be reached: it does not speak TLS there.`,
    });
  });
});

test('a proxy is asked for a tunnel, in which TLS is verified', async () => {
  const {url, ca = '', tokens} = await startTls();
  const tunnels: (string | undefined)[] = [];
  const proxy = await startLoopback((_, response) => response.writeHead(500).end());
  proxy.server.on('connect', ({url: target, headers}: IncomingMessage, socket: Socket) => {
    tunnels.push(target, headers['proxy-authorization']);
    const {hostname, port} = new URL(`http://${target}`);
    const upstream = createSocket(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on('error', () => socket.destroy());
    socket.on('error', () => upstream.destroy());
  });
  const access = accessTo(new URL(url), {
    tls: {ca},
    proxy: {url: `http://user:p%40ss@${proxy.url.host}`, source: 'the test'},
    credentials: async () => ({authorization: `Bearer ${tokens['admin']}`}),
  });
  const {api} = connect(access);
  expect(await api.json('/version', {signal})).toMatchObject({gitVersion: expect.any(String) as string});
  expect(tunnels).toEqual([new URL(url).host, `Basic ${btoa('user:p@ss')}`]);
  expect(api.proxy).toBe(`http://${proxy.url.host}`);
  const {api: untrusting} = connect({...access, tls: {}});
  await expect(untrusting.json('/version', {signal})).rejects.toMatchObject({transient: false});
});

test('a proxy that refuses is told in one sentence without its password', async () => {
  const proxy = await startLoopback((_, response) => response.writeHead(500).end());
  proxy.server.on('connect', (_: IncomingMessage, socket: Socket) => {
    socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
  });
  const access = accessTo(new URL('https://cluster.example'), {
    proxy: {url: `http://user:s3cret@${proxy.url.host}`, source: 'the test'},
  });
  const {api} = connect(access, {attempts: 1});
  const error = await api.json('/version', {signal}).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({
    transient: false,
    message: 'The Kubernetes API server https://cluster.example cannot be reached: the proxy answered 407.',
  });
  expect(inspect(error, {depth: 9})).not.toContain('s3cret');
});

describe('a body that breaks off', () => {
  test.each([
    ['shorter than announced', {'content-length': '50009'}],
    ['in mid-chunk', {}],
  ])('%s is an ApiUnreachableError of the iteration', async (_, headers) => {
    const text = 'x'.repeat(50_000);
    const loopback = await startLoopback((_, response) => {
      response.writeHead(200, headers).write(text, () => response.destroy());
    });
    const {api} = connect(accessTo(loopback.url));
    const body = await api.stream('/api/v1/pods', {signal});
    let bytes = 0;
    const read = async () => {
      for await (const {length} of body) bytes += length;
    };
    await expect(read()).rejects.toMatchObject({name: 'ApiUnreachableError', transient: true});
    expect(bytes).toBe(50_000);
    expect(loopback.requests).toHaveLength(1);
  });

  test('in mid-gzip, or that is no gzip, is one too', async () => {
    const packed = gzipSync('x'.repeat(100_000));
    for (const body of [packed.subarray(0, packed.length - 20), Buffer.from('not gzip at all')]) {
      const loopback = await startLoopback((_, response) => {
        response.writeHead(200, {'content-encoding': 'gzip'}).end(body);
      });
      await expect(connect(accessTo(loopback.url)).api.bytes('/x', {signal})).rejects.toBeInstanceOf(
        ApiUnreachableError,
      );
    }
  });
});

describe('what no answer may cost', () => {
  const bomb = gzipSync(Buffer.alloc(40 * 1024 * 1024, ' '), {level: 1});

  test.each(['json', 'bytes'] as const)('a whole body is read to 32 MiB and no further: %s', async (read) => {
    const loopback = await startLoopback((_, response) =>
      response.writeHead(200, {'content-encoding': 'gzip'}).end(bomb),
    );
    const {api, sleeps} = connect(accessTo(loopback.url));
    await expect(api[read]('/version', {signal})).rejects.toMatchObject({
      transient: false,
      message: expect.stringContaining('its answer is longer than 32 MiB') as string,
    });
    expect(sleeps).toEqual([]);
  });

  test('a request that waits for its connection ends at once with its signal', async () => {
    const reached = Promise.withResolvers<void>();
    const server = createServer((socket) => {
      socket.on('error', () => {}).resume();
      reached.resolve();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const {port} = server.address() as AddressInfo;
    const stop = new AbortController();
    const {api} = connect(accessTo(new URL(`https://127.0.0.1:${port}`)));
    const asked = api.json('/version', {signal: stop.signal});
    await reached.promise;
    const reason = new Error('stopped by the test');
    stop.abort(reason);
    await expect(asked).rejects.toBe(reason);
    await api.close();
  });
});

test('a proxy-url that cannot be used is told with the place that gave it', () => {
  const proxy = {url: 'ftp://user:s3cret@proxy', source: 'proxy-url in the kubeconfig config'};
  expect(() => connect(accessTo(new URL('https://cluster.example'), {proxy}))).toThrow(
    /^proxy-url in the kubeconfig config: the proxy "ftp:\/\/proxy" cannot be used/,
  );
});
