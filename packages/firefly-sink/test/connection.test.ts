import {once} from 'node:events';
import {createServer, type IncomingMessage, request} from 'node:http';
import type {AddressInfo, Socket} from 'node:net';
import {gzipSync} from 'node:zlib';

import {createConnection} from '@firefly/http';
import {expect, onTestFinished, test} from 'vitest';

import {makePod} from './make-item.ts';
import {makePage} from './make-page.ts';
import {rejection, setUp} from './open-sink.ts';

/** A proxy on loopback: passes plain requests on, refuses every tunnel with 407. */
async function startProxy() {
  const seen: string[] = [];
  const server = createServer((incoming, response) => {
    seen.push(`${incoming.method} ${incoming.url}`);
    const {method, headers} = incoming;
    const onward = request(incoming.url ?? '', {method, headers}, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    incoming.pipe(onward);
  });
  server.on('connect', (incoming: IncomingMessage, client: Socket) => {
    seen.push(`CONNECT ${incoming.url}`);
    client.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const {port} = server.address() as AddressInfo;
  return {
    url: `http://user:hunter2@127.0.0.1:${port}`,
    seen,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function connectTo(url: string, proxy?: string) {
  const connection = createConnection({
    url: new URL(url),
    connections: 4,
    environment: {},
    ...(proxy === undefined ? {} : {proxy: {url: proxy, source: 'the test'}}),
  });
  return {...connection, [Symbol.asyncDispose]: () => connection.close()};
}

test('pages go over the connection that the caller made', async () => {
  await using t = await setUp();
  await using connection = connectTo(t.firefly.url);
  const session = await t.session({protocol: 'objects', dispatcher: connection.dispatcher});
  await session.write(makePage(session.format('objects'), 'objects', [makePod('a')]));
  expect(t.firefly.to('POST /integrations/k8s/c1/objects')).toHaveLength(1);
});

test('pages go through the caller’s proxy, the login through its own', async () => {
  await using t = await setUp();
  await using proxy = await startProxy();
  await using loginProxy = await startProxy();
  await using connection = connectTo(t.firefly.url, proxy.url);
  await using loginConnection = connectTo(t.firefly.url, loginProxy.url);
  const session = await t.session({
    protocol: 'objects',
    dispatcher: connection.dispatcher,
    loginDispatcher: loginConnection.dispatcher,
  });
  expect(loginProxy.seen).toEqual([`POST ${t.firefly.url}/account/access_keys/login`]);
  expect(proxy.seen).toEqual([]);
  await session.write(makePage(session.format('objects'), 'objects', [makePod('a')]));
  expect(proxy.seen).toEqual([`POST ${t.firefly.url}/integrations/k8s/c1/objects`]);
});

test('a proxy that refuses is told in one sentence without its credentials', async () => {
  await using t = await setUp();
  await using proxy = await startProxy();
  const url = 'https://firefly.invalid';
  await using connection = connectTo(url, proxy.url);
  const error = await rejection(t.open({loginEndpoint: url, dispatcher: connection.dispatcher}));
  expect(proxy.seen[0]).toBe('CONNECT firefly.invalid:443');
  expect(proxy.seen).toHaveLength(1);
  expect(error).toMatchObject({code: 'FIREFLY_UNREACHABLE', attempts: 1});
  expect(error.message).toContain('the proxy answered 407');
  expect(error.message).not.toContain('hunter2');
});

test('an answer that is compressed unasked is read all the same; none is asked for', async () => {
  await using t = await setUp();
  const seen: (string | undefined)[] = [];
  const server = createServer((incoming, response) => {
    seen.push(incoming.headers['accept-encoding']);
    const isLogin = incoming.url?.endsWith('/login') === true;
    const body = isLogin ? '{"access_token":"T","expires_in":3600}' : '{"error":"not of this account"}';
    incoming.resume().on('end', () => {
      response.writeHead(isLogin ? 200 : 400, {'content-encoding': 'gzip'}).end(gzipSync(body));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await using connection = connectTo(url);
  const {dispatcher} = connection;
  const session = await t.session({protocol: 'objects', loginEndpoint: url, endpoint: url, dispatcher});
  const page = makePage(session.format('objects'), 'objects', [makePod('a')]);
  expect((await rejection(session.write(page))).message).toContain('not of this account');
  expect(seen).toEqual(['identity', 'identity']);
});
