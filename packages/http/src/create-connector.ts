import {connect as connectTcp, isIP, type OnReadOpts, type Socket} from 'node:net';
import {connect as connectTls, type ConnectionOptions, type TLSSocket} from 'node:tls';

import type {buildConnector} from 'undici';

import {ConnectionFailedError} from './connection-failed-error.ts';
import {gatherReads} from './gather-reads.ts';
import {openSocksTunnel} from './open-socks-tunnel.ts';
import {openTunnel} from './open-tunnel.ts';
import type {Proxy} from './parse-proxy.ts';
import {tidyAnswers} from './tidy-answers.ts';

/** How a server is connected to. */
export interface ConnectorOptions {
  /** Of the server. */
  readonly tls: ConnectionOptions;
  /** The way leads through it. */
  readonly tunnel: Proxy | undefined;
  /** Milliseconds for the whole way: DNS, TCP, the proxy's answer, TLS. */
  readonly timeout: number;
  /** What is read is valid until the next read; not through a tunnel, which is slower in any case. */
  readonly reuseMemory: boolean;
}

/** Opens sockets for undici. */
export interface Connector {
  readonly connect: buildConnector.connector;
  /** Ends what is being opened. */
  close(): void;
}

interface Reading {
  readonly onread?: OnReadOpts | undefined;
}

interface Place {
  readonly protocol: string;
  readonly hostname: string;
  readonly port: number;
}

/** The one owner of sockets until they are open: each attempt ends within its time, wherever it stands, and leaves none. */
export function createConnector(options: ConnectorOptions): Connector {
  const attempts = new Set<Attempt>();
  /** Of the server's TLS, so that later connections skip half of the handshake. */
  let session: Buffer | undefined;

  async function open(place: Place, attempt: Attempt): Promise<Socket> {
    const {tls, tunnel} = options;
    const isTls = place.protocol === 'https:';
    let socket: Socket | undefined;
    if (tunnel !== undefined) {
      socket = await attempt.dial({...tunnel, protocol: `${tunnel.scheme}:`}, {});
      attempt.stage = 'the proxy did not answer';
      const {hostname, port} = place;
      if (tunnel.scheme === 'socks5')
        await openSocksTunnel(socket, tunnel, {hostname, port, timeout: options.timeout});
      else await openTunnel(socket, tunnel, `${isIP(hostname) === 6 ? `[${hostname}]` : hostname}:${port}`);
    }
    if (socket !== undefined && !isTls) return socket;
    const gathering = options.reuseMemory && socket === undefined ? gatherReads() : undefined;
    const known = {...tls, ...(session === undefined ? {} : {session}), onread: gathering?.onread};
    const opened = await attempt.dial(place, known, socket);
    gathering?.attach(opened);
    if (isTls) opened.on('session', (latest: Buffer) => (session = latest));
    return opened;
  }

  async function give(
    {protocol, hostname, port}: buildConnector.Options,
    done: buildConnector.Callback,
  ): Promise<void> {
    const attempt = new Attempt(options.timeout);
    attempts.add(attempt);
    const standard = protocol === 'https:' ? 443 : 80;
    let socket: Socket;
    try {
      socket = await attempt.race(open({protocol, hostname, port: Number(port) || standard}, attempt));
    } catch (error) {
      done(error as Error, null);
      return;
    } finally {
      attempts.delete(attempt);
    }
    done(null, tidyAnswers(socket));
  }

  return {
    connect: (place, done) => void give(place, done),
    close() {
      for (const attempt of attempts) attempt.end(new ConnectionFailedError('the connection was given up'));
    },
  };
}

/** The opening of one socket, and all that it takes. */
class Attempt {
  /** What is to blame when the time is up. */
  stage = 'the connection timed out';
  readonly #sockets: Socket[] = [];
  readonly #ended = Promise.withResolvers<never>();
  readonly #timeout: number;

  constructor(timeout: number) {
    this.#timeout = timeout;
  }

  async race(opening: Promise<Socket>): Promise<Socket> {
    const expire = () =>
      this.end(new ConnectionFailedError(`${this.stage} within ${this.#timeout / 1000} seconds`));
    const timer = setTimeout(expire, this.#timeout);
    try {
      return await Promise.race([this.#ended.promise, opening]);
    } catch (error) {
      for (const socket of this.#sockets) socket.destroy();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  end(error: Error): void {
    this.#ended.reject(error);
  }

  /** TCP, and TLS where the place speaks it; over a socket that leads there already, TLS alone. */
  async dial(place: Place, tls: ConnectionOptions & Reading, over?: Socket): Promise<Socket> {
    const {hostname: host, port} = place;
    const opened = Promise.withResolvers<void>();
    const isTls = place.protocol === 'https:';
    const socket = isTls
      ? dialTls(host, port, {...tls, ...(over === undefined ? {} : {socket: over})})
      : connectTcp({host, port, ...tcp, onread: tls.onread});
    this.#sockets.push(socket);
    if (isTls && over !== undefined) this.stage = 'the TLS handshake did not end';
    socket.setNoDelay(true).setKeepAlive(true, 60_000);
    socket.once(isTls ? 'secureConnect' : 'connect', opened.resolve);
    // Stays: what comes after all is over must not end the process; and where it is an alert of TLS, such as a refused
    // client certificate, Node.js goes on to the socket's end, which undici would tell in its place.
    socket.on('error', (error) => {
      opened.reject(error);
      socket.destroy();
    });
    socket.once('close', () => opened.reject(new ConnectionFailedError('the connection was closed')));
    await opened.promise;
    return socket;
  }
}

/** As undici has them: pieces of a body are as large as that. */
const tcp = {highWaterMark: 64 * 1024};

function dialTls(host: string, port: number, tls: ConnectionOptions): TLSSocket {
  const servername = tls.servername ?? (isIP(host) === 0 ? host : '');
  const options = {highWaterMark: 16 * 1024, ALPNProtocols: ['http/1.1'], host, port, ...tls, servername};
  return connectTls(options);
}
