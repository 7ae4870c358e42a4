import {once} from 'node:events';
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import {createSecureServer, type Http2ServerRequest, type Http2ServerResponse} from 'node:http2';
import {createServer as createTlsServer} from 'node:https';
import type {AddressInfo, Server, Socket} from 'node:net';
import {wrapExchange, type LoopbackExchange} from './loopback-exchange.ts';

/** A server that can stop, breaking every connection, and come back on the port that it had. */
export interface Listener {
  readonly url: string;
  readonly port: number;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface ListenerOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** PEM of key and certificate; undefined serves plain HTTP. */
  readonly tls: {readonly key: string; readonly cert: string} | undefined;
  /** Offer HTTP/2 before HTTP/1.1; needs `tls`. */
  readonly http2: boolean;
  readonly onRequest: (exchange: LoopbackExchange) => void;
  /** Told of what came over a connection and was no HTTP. */
  readonly onMalformed: (code: string) => void;
}

/** Serves nothing before `start`. */
export function createListener({host, port: wanted, tls, http2, ...events}: ListenerOptions): Listener {
  // By the client's port: below TLS and HTTP/2 this is the only way from a request to its TCP connection.
  const sockets = new Map<number, Socket>();
  const server = createHttpServer(tls, http2, (request, response) => {
    const client = request.socket.remotePort ?? 0;
    events.onRequest(wrapExchange(request, response, () => sockets.get(client)?.resetAndDestroy()));
  });
  server.on('connection', (socket: Socket) => {
    const {remotePort = 0} = socket;
    sockets.set(remotePort, socket);
    socket.on('close', () => sockets.delete(remotePort));
  });
  server.on('clientError', ({code}: NodeJS.ErrnoException, socket: Socket) => {
    // A client that hangs up in the middle of a request breaks no contract.
    if (code?.startsWith('HPE_') === true && code !== 'HPE_INVALID_EOF_STATE') events.onMalformed(code);
    socket.destroy();
  });
  // A client that breaks off an HTTP/2 session is no reason to end the process.
  server.on('sessionError', () => undefined);
  let port = wanted;

  return {
    get url() {
      return `${tls === undefined ? 'http' : 'https'}://${host}:${port}`;
    },
    get port() {
      return port;
    },
    async start() {
      server.listen(port, host);
      await once(server, 'listening');
      port = (server.address() as AddressInfo).port;
    },
    async stop() {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets.values()) socket.destroy();
      await closed;
    },
  };
}

type OnRequest = (
  request: IncomingMessage | Http2ServerRequest,
  response: ServerResponse | Http2ServerResponse,
) => void;

function createHttpServer(tls: ListenerOptions['tls'], http2: boolean, onRequest: OnRequest): Server {
  // Tests hold requests as long as they like, and a clock of ours must not close a client's idle connection.
  const patience = {keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0};
  if (tls === undefined) return createServer(patience, onRequest);
  const {key, cert} = tls;
  if (!http2) return createTlsServer({...patience, key, cert}, onRequest);
  // 100 streams a connection is kube-apiserver's default (--http2-max-streams-per-connection).
  const settings = {maxConcurrentStreams: 100};
  return createSecureServer({key, cert, allowHTTP1: true, settings, http1Options: patience}, onRequest);
}
