import {once} from 'node:events';
import {connect, type Socket} from 'node:net';
import {createServer as createTlsServer} from 'node:tls';

import {request} from 'undici';
import {beforeAll, describe, expect, onTestFinished, test} from 'vitest';

import {createConnection} from '../src/index.ts';
import {makeCertificate} from './certificate.ts';
import {onRequestHead, startRawServer} from './raw-server.ts';

let certificate: Awaited<ReturnType<typeof makeCertificate>>;
beforeAll(async () => {
  certificate = await makeCertificate();
});

const okAnswer = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';

async function startServer() {
  return startRawServer((socket) => {
    const again = () => onRequestHead(socket, () => (socket.write(okAnswer), again()));
    again();
  });
}

/** A server that asks for a client certificate, as `options` say. */
async function startTlsServer(options: Parameters<typeof createTlsServer>[0] = {}) {
  const server = createTlsServer({...certificate, ...options}, (socket) => {
    socket.on('error', () => {});
    onRequestHead(socket, () => socket.end(okAnswer));
  });
  server.on('tlsClientError', () => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function ask(url: string, proxy: string, path = '/') {
  const connection = createConnection({
    url: new URL(url),
    connections: 2,
    environment: {},
    tls: {ca: certificate.cert, servername: ''},
    proxy: {url: proxy, source: 'the test'},
  });
  onTestFinished(async () => connection.close());
  const {statusCode, body} = await request(`${url}${path}`, {dispatcher: connection.dispatcher});
  return `${statusCode} ${await body.text()}`;
}

function pass(client: Socket, port: number, greeting: string | Buffer) {
  const upstream = connect(port, '127.0.0.1', () => {
    client.write(greeting);
    client.pipe(upstream).pipe(client);
  });
  upstream.on('error', () => client.destroy());
  client.on('close', () => upstream.destroy());
}

describe('a tunnel', () => {
  test.each([
    '200 OK\r\n',
    '200\r\n',
    '299 Fine\r\nContent-Length: 0\r\n',
    '200 Connection established\r\nTransfer-Encoding: chunked\r\n',
    '100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n',
  ])('is open after %j', async (head) => {
    const port = await startTlsServer();
    const heads: string[] = [];
    const proxy = await startRawServer((socket) =>
      onRequestHead(socket, (text) => {
        heads.push(text);
        pass(socket, port, `HTTP/1.1 ${head}\r\n`);
      }),
    );
    expect(await ask(`https://127.0.0.1:${port}`, `http://us%40er:p%25ss@${proxy.host}/ignored?x#y`)).toBe(
      '200 ok',
    );
    expect(heads).toEqual([
      `CONNECT 127.0.0.1:${port} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nproxy-authorization: Basic ${btoa('us@er:p%ss')}\r\n\r\n`,
    ]);
  });

  test.each([
    ['HTTP/1.1 407 Proxy Authentication Required\r\n\r\n', 'the proxy answered 407', false],
    ['HTTP/1.1 403 Forbidden\r\nContent-Length: 5\r\n\r\nsorry', 'the proxy answered 403', false],
    ['HTTP/1.1 504 X\r\n\r\n', 'the proxy answered 504', true],
    ['SSH-2.0-OpenSSH\r\n', 'the proxy does not speak HTTP', false],
    ['', 'the proxy closed the connection without an answer', true],
  ])('is refused with %j', async (answer, message, transient) => {
    const proxy = await startRawServer((socket) => onRequestHead(socket, () => socket.end(answer)));
    await expect(ask('https://server.invalid', `http://${proxy.host}`)).rejects.toMatchObject({
      message,
      transient,
    });
  });

  test('is asked for in TLS where the proxy speaks it, whose certificate is verified', async () => {
    const port = await startTlsServer();
    await expect(ask('https://server.invalid', `https://127.0.0.1:${port}`)).rejects.toMatchObject({
      code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    });
  });
});

describe('a request for plain http through a proxy', () => {
  test('names the whole URL, and who asks', async () => {
    const heads: string[] = [];
    const proxy = await startRawServer((socket) =>
      onRequestHead(socket, (text) => {
        heads.push(text);
        socket.end(okAnswer);
      }),
    );
    expect(await ask('http://server.invalid:8080', `http://user@${proxy.host}`, '/a?b=c')).toBe('200 ok');
    expect(heads[0]).toMatch(/^GET http:\/\/server\.invalid:8080\/a\?b=c HTTP\/1\.1\r\n/);
    expect(heads[0]).toContain('\r\nhost: server.invalid:8080\r\n');
    expect(heads[0]).toContain(`\r\nproxy-authorization: Basic ${btoa('user:')}\r\n`);
  });

  test.each(['content-length: 5\r\n\r\nsorry', 'transfer-encoding: chunked\r\n\r\n5\r\nsorry\r\n0\r\n\r\n'])(
    'is refused by a 407, on a connection that is kept, too: %j',
    async (rest) => {
      const proxy = await startRawServer((socket) =>
        onRequestHead(socket, () => socket.write(`HTTP/1.1 407 Proxy Authentication Required\r\n${rest}`)),
      );
      await expect(ask('http://server.invalid', `http://${proxy.host}`)).rejects.toMatchObject({
        message: 'the proxy answered 407',
        transient: false,
      });
    },
  );
});

/** RFC 1928 and 1929, as far as a client that connects goes. */
async function startSocks(
  port: number,
  options: {readonly user?: string; readonly password?: string; readonly reply?: number},
) {
  const asked: string[] = [];
  const {user, password, reply = 0} = options;
  const server = await startRawServer((socket) => {
    let stage: 'greeting' | 'login' | 'request' = 'greeting';
    let bytes = Buffer.alloc(0);
    const on = (piece: Buffer) => {
      bytes = Buffer.concat([bytes, piece]);
      if (stage === 'greeting' && bytes.length >= 2 && bytes.length >= 2 + (bytes[1] ?? 0)) {
        const methods = bytes.subarray(2, 2 + (bytes[1] ?? 0));
        const method = user === undefined ? 0 : 2;
        stage = user === undefined ? 'request' : 'login';
        bytes = bytes.subarray(2 + methods.length);
        socket.write(Buffer.from([5, methods.includes(method) ? method : 0xff]));
      }
      if (stage === 'login' && bytes.length > 2) {
        const userEnd = 2 + (bytes[1] ?? 0);
        const end = userEnd + 1 + (bytes[userEnd] ?? 0);
        if (bytes.length < end) return;
        const isRight =
          bytes.toString('latin1', 2, userEnd) === user &&
          bytes.toString('latin1', userEnd + 1, end) === password;
        socket.write(Buffer.from([1, isRight ? 0 : 1]));
        stage = 'request';
        bytes = bytes.subarray(end);
      }
      if (stage === 'request' && bytes.length >= 10) {
        socket.off('data', on);
        const isName = bytes[3] === 3;
        asked.push(
          isName ? bytes.toString('latin1', 5, 5 + (bytes[4] ?? 0)) : bytes.subarray(4, 8).join('.'),
        );
        const answer = Buffer.from([5, reply, 0, 1, 0, 0, 0, 0, 0, 0]);
        if (reply === 0) pass(socket, port, answer);
        else socket.end(answer);
      }
    };
    socket.on('data', on);
  });
  return {host: server.host, asked};
}

describe('a SOCKS5 proxy', () => {
  test.each(['socks5', 'socks5h', 'socks', 'SOCKS5'])(
    '%s:// is asked for a name that it resolves',
    async (scheme) => {
      const {port} = await startServer();
      const socks = await startSocks(port, {});
      expect(await ask('http://server.invalid', `${scheme}://${socks.host}`)).toBe('200 ok');
      expect(socks.asked).toEqual(['server.invalid']);
    },
  );

  test('carries TLS, and is told user and password decoded', async () => {
    const port = await startTlsServer();
    const socks = await startSocks(port, {user: 'us er', password: 'p@ss'});
    expect(await ask(`https://127.0.0.1:${port}`, `socks5://us%20er:p%40ss@${socks.host}`)).toBe('200 ok');
    expect(socks.asked).toEqual(['127.0.0.1']);
  });

  test.each([
    ['a wrong password', {user: 'a', password: 'b'}, 'Authentication failed', false],
    ['a rule', {reply: 2}, 'NotAllowed', false],
    ['a host that is down', {reply: 4}, 'HostUnreachable', true],
    ['nothing that SOCKS knows', {reply: 200}, 'for an unknown reason', true],
  ])('that refuses because of %s is told, without the password', async (_, options, words, transient) => {
    const {port} = await startServer();
    const socks = await startSocks(port, options);
    const refused = ask('http://server.invalid', `socks5://a:hunter2@${socks.host}`);
    await expect(refused).rejects.toMatchObject({
      message: expect.stringContaining(words) as string,
      transient,
    });
    await expect(refused).rejects.not.toThrow('hunter2');
  });

  test('that is none is told', async () => {
    const {host} = await startRawServer((socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'));
    await expect(ask('http://server.invalid', `socks5://${host}`)).rejects.toMatchObject({
      message: expect.stringContaining('invalid socks version') as string,
      transient: false,
    });
  });
});

test('a server that asks for a client certificate is told as that, in TLS 1.3, too', async () => {
  const port = await startTlsServer({requestCert: true, rejectUnauthorized: true, ca: certificate.cert});
  const url = `https://127.0.0.1:${port}`;
  const connection = createConnection({
    url: new URL(url),
    connections: 1,
    environment: {},
    tls: {ca: certificate.cert},
  });
  onTestFinished(async () => connection.close());
  await expect(request(url, {dispatcher: connection.dispatcher})).rejects.toMatchObject({
    code: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
  });
});
