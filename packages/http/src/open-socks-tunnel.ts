import type {Socket} from 'node:net';

import {ConnectionFailedError} from './connection-failed-error.ts';
import type {Proxy} from './parse-proxy.ts';

/**
 * Asks a SOCKS5 proxy for a way to a server, whose name the proxy resolves.
 *
 * @param socket Connected to the proxy.
 * @param timeout Milliseconds.
 * @throws {ConnectionFailedError} when it refuses.
 */
export async function openSocksTunnel(
  socket: Socket,
  proxy: Proxy,
  {hostname, port, timeout}: {readonly hostname: string; readonly port: number; readonly timeout: number},
): Promise<void> {
  const {SocksClient} = await import('socks');
  const {credentials} = proxy;
  try {
    await SocksClient.createConnection({
      command: 'connect',
      destination: {host: hostname, port},
      proxy: {
        type: 5,
        host: proxy.hostname,
        port: proxy.port,
        ...(credentials === undefined ? {} : {userId: credentials.user, password: credentials.password}),
      },
      existing_socket: socket,
      timeout,
    });
  } catch (error) {
    // Not as the cause: it holds the password.
    const said = error instanceof Error ? error.message : '';
    // For an answer that RFC 1928 does not have.
    const words = said.replace(/undefined$/, 'for an unknown reason');
    const isFinal = /authentication|NotAllowed|socks version/i.test(words);
    throw new ConnectionFailedError(`the proxy opened no way to it (${words})`, !isFinal);
  }
}
