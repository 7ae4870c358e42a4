import {createServer, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';

import {request} from 'undici';
import {afterEach, expect, test} from 'vitest';

import {createConnection, InvalidProxyError} from '../src/index.ts';

const servers: Server[] = [];

async function serve(handler: Parameters<typeof createServer>[1]): Promise<URL> {
  const server = createServer(handler as never);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

afterEach(() => {
  for (const server of servers.splice(0)) server.closeAllConnections();
});

test('talks directly where no proxy is set', async () => {
  const url = await serve((_request, response) => response.end('direct'));
  const connection = createConnection({url, connections: 1, environment: {}});
  const {body} = await request(url, {dispatcher: connection.dispatcher});
  expect(await body.text()).toBe('direct');
  expect(connection.proxy).toBeUndefined();
  await connection.close();
});

test('talks through the proxy of the environment and shows it without credentials', async () => {
  const seen: (string | undefined)[] = [];
  const proxy = await serve((incoming, response) => {
    seen.push(incoming.url, incoming.headers['proxy-authorization']);
    response.end('proxied');
  });
  const url = new URL('http://firefly.invalid/path');
  const environment = {HTTP_PROXY: `http://user:pass@${proxy.host}`};
  const connection = createConnection({url, connections: 1, environment});
  const {body} = await request(url, {dispatcher: connection.dispatcher});
  expect(await body.text()).toBe('proxied');
  expect(seen).toEqual(['http://firefly.invalid/path', `Basic ${btoa('user:pass')}`]);
  expect(connection.proxy).toBe(`http://${proxy.host}`);
  await connection.close();
});

test.each([
  ['ftp://user:pass@proxy:1', 'ftp://proxy:1'],
  ['http://user:pa/ss@proxy:1', 'http://proxy:1'],
  ['user:pass@proxy', 'proxy'],
])(
  'refuses a proxy that is no URL of a known scheme in one sentence without its password: %s',
  (proxy, shown) => {
    const options = {url: new URL('https://x'), connections: 1, proxy: {url: proxy, source: 'HTTPS_PROXY'}};
    expect(() => createConnection(options)).toThrow(InvalidProxyError);
    expect(() => createConnection(options)).toThrow(
      `HTTPS_PROXY: the proxy "${shown}" cannot be used; expected a URL of a host that starts with http://, https:// or socks5://, its user and password percent-encoded.`,
    );
  },
);
