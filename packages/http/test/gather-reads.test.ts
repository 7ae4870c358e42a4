import {once} from 'node:events';
import {createServer, type RequestListener} from 'node:http';
import {createServer as createTlsServer} from 'node:https';
import type {AddressInfo} from 'node:net';
import {createServer as createRawTlsServer} from 'node:tls';

import type {Dispatcher} from 'undici';
import {beforeAll, describe, expect, onTestFinished, test} from 'vitest';

import {type Connection, createConnection} from '../src/index.ts';
import {makeCertificate} from './certificate.ts';
import {onRequestHead, startRawServer} from './raw-server.ts';

let certificate: Awaited<ReturnType<typeof makeCertificate>>;
beforeAll(async () => {
  certificate = await makeCertificate();
});

/** Bytes of which no two stretches are alike. */
const body = Buffer.from(Array.from({length: 100_000}, (_, index) => `${index * 7919},`).join(''));

async function startServer(scheme: 'http' | 'https', answer: RequestListener): Promise<Connection> {
  const server = scheme === 'http' ? createServer(answer) : createTlsServer(certificate, answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const {port} = server.address() as AddressInfo;
  return connectTo(`${scheme}://127.0.0.1:${port}`);
}

const origins = new WeakMap<Connection, string>();

function connectTo(origin: string): Connection {
  const tls = {ca: certificate.cert};
  const connection = createConnection({url: new URL(origin), tls, connections: 1, reuseMemory: true});
  onTestFinished(async () => connection.close());
  origins.set(connection, origin);
  return connection;
}

/** Copies each piece as it comes, as who reuses memory must, and pauses for some turns of the event loop. */
async function read(connection: Connection, pausesAfter = (_piece: number) => false, turns = 2) {
  const pieces: Buffer[] = [];
  const ended = Promise.withResolvers<Error | undefined>();
  const handler: Dispatcher.DispatchHandler = {
    onRequestStart() {},
    onResponseStart() {},
    onResponseData(controller, piece) {
      pieces.push(Buffer.from(piece));
      if (!pausesAfter(pieces.length)) return;
      controller.pause();
      let left = turns;
      const wait = () => (left-- > 0 ? setImmediate(wait) : controller.resume());
      wait();
    },
    onResponseEnd: () => ended.resolve(undefined),
    onResponseError: (_controller, error) => ended.resolve(error),
  };
  connection.dispatcher.dispatch({origin: origins.get(connection)!, path: '/', method: 'GET'}, handler);
  const error = await ended.promise;
  return {bytes: Buffer.concat(pieces), error};
}

describe.each(['http', 'https'] as const)('memory that is used again gives over %s', (scheme) => {
  test.each([
    ['as fast as they come', () => false],
    ['with pauses', (piece: number) => piece % 3 === 0],
    ['with a pause after each piece', () => true],
  ])('the same bytes, however they were cut, %s', async (_, pausesAfter) => {
    const connection = await startServer(scheme, (_request, response) => {
      for (let at = 0, length = 1; at < body.length; at += length, length = (length * 3) % 9973)
        response.write(body.subarray(at, at + length));
      response.end();
    });
    // Twice, over one socket.
    for (let times = 0; times < 2; times++) {
      const {bytes, error} = await read(connection, pausesAfter);
      expect(error).toBeUndefined();
      expect(bytes.equals(body)).toBe(true);
    }
  });

  test('the rest of a body that came, and its connection ended, while its reader paused', async () => {
    const [first, rest] = [body.subarray(0, 1000), body.subarray(1000, 30_000)];
    const isPaused = Promise.withResolvers<void>();
    const connection = await startServer(scheme, (_request, response) => {
      response.setHeader('content-length', first.length + rest.length).write(first);
      void isPaused.promise.then(() => response.end(rest).socket?.end());
    });
    const pausesAfter = (piece: number) => {
      isPaused.resolve();
      return piece === 1;
    };
    const {bytes, error} = await read(connection, pausesAfter, 200);
    expect(error).toBeUndefined();
    expect(bytes.equals(Buffer.concat([first, rest]))).toBe(true);
  });
});

describe('memory that is used again', () => {
  test('gives all that came before a connection broke off, and then says so', async () => {
    const {host} = await startRawServer((socket) =>
      onRequestHead(socket, () => {
        socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${body.length + 1}\r\n\r\n`);
        socket.end(body);
      }),
    );
    const {bytes, error} = await read(connectTo(`http://${host}`));
    expect(bytes.equals(body)).toBe(true);
    expect(error).toBeInstanceOf(Error);
  });

  test('gives a head that comes byte by byte', async () => {
    const answer =
      'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}';
    const {host} = await startRawServer((socket) => {
      socket.setNoDelay(true);
      onRequestHead(socket, () => {
        let at = 0;
        const next = () => {
          if (at < answer.length) socket.write(answer[at++]!, () => setImmediate(next));
        };
        next();
      });
    });
    const {bytes, error} = await read(connectTo(`http://${host}`));
    expect([bytes.toString(), error]).toEqual(['{}', undefined]);
  });

  test('gives a body that ends with its connection', async () => {
    const {host} = await startRawServer((socket) =>
      onRequestHead(socket, () => socket.end(Buffer.concat([Buffer.from('HTTP/1.1 200 OK\r\n\r\n'), body]))),
    );
    const {bytes, error} = await read(connectTo(`http://${host}`), (piece) => piece % 2 === 0);
    expect(error).toBeUndefined();
    expect(bytes.equals(body)).toBe(true);
  });

  // TLS tells of its end in the same turn as of the last bytes.
  test.each([
    ['with its connection', 'HTTP/1.1 200 OK\r\n\r\n'],
    [
      'as long as it was said to be',
      `HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: ${body.length}\r\n\r\n`,
    ],
  ])('gives a body over TLS that ends %s', async (_, head) => {
    const server = createRawTlsServer(certificate, (socket) => {
      socket.once('data', () => socket.end(Buffer.concat([Buffer.from(head), body])));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const {port} = server.address() as AddressInfo;
    const {bytes, error} = await read(connectTo(`https://127.0.0.1:${port}`));
    expect(error).toBeUndefined();
    expect(bytes.equals(body)).toBe(true);
  });
});
