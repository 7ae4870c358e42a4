import {once} from 'node:events';
import type {Socket} from 'node:net';

import {answerHead} from './answer-head.ts';
import {ConnectionFailedError} from './connection-failed-error.ts';
import type {Proxy} from './parse-proxy.ts';
import {proxyAuthorization} from './proxy-authorization.ts';

/**
 * Asks an HTTP proxy for a way to a server: `CONNECT`, which any 2xx grants, whatever else stands in its head (RFC 9110,
 * 9.3.6).
 *
 * @param socket Connected to the proxy. What the server sends already is left in it.
 * @throws {ConnectionFailedError} when it refuses: for good with a 4xx, such as 407.
 */
export async function openTunnel(socket: Socket, proxy: Proxy, authority: string): Promise<void> {
  const headers = Object.entries({host: authority, ...proxyAuthorization(proxy)});
  const lines = [`CONNECT ${authority} HTTP/1.1`, ...headers.map(([name, value]) => `${name}: ${value}`)];
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  const status = await statusOf(socket);
  if (status < 200 || status > 299)
    throw new ConnectionFailedError(`the proxy answered ${status}`, status >= 500);
}

/** Of the first answer that is more than an announcement. */
async function statusOf(socket: Socket): Promise<number> {
  let bytes: Buffer = Buffer.alloc(0);
  for (;;) {
    const head = answerHead(bytes);
    if (head.kind === 'foreign') throw new ConnectionFailedError('the proxy does not speak HTTP', false);
    if (head.kind === 'unfinished') {
      bytes = Buffer.concat([bytes, await nextPiece(socket)]);
      continue;
    }
    bytes = bytes.subarray(head.length);
    if (head.status < 200 && head.status !== 101) continue;
    if (bytes.length > 0) socket.unshift(bytes);
    return head.status;
  }
}

async function nextPiece(socket: Socket): Promise<Buffer> {
  for (;;) {
    const piece = socket.read() as Buffer | null;
    if (piece !== null) return piece;
    if (socket.readableEnded || socket.destroyed)
      throw new ConnectionFailedError('the proxy closed the connection without an answer');
    const done = new AbortController();
    const events = ['readable', 'end', 'close'].map(async (name) =>
      once(socket, name, {signal: done.signal}),
    );
    try {
      await Promise.race(events);
    } finally {
      done.abort();
      for (const event of events) event.catch(() => {});
    }
  }
}
