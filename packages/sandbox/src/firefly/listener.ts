import {once} from 'node:events';
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import {createServer as createTlsServer} from 'node:https';
import type {AddressInfo} from 'node:net';
import type {FireflySettings} from './firefly-options.ts';

/** A server that can stop, breaking every connection, and come back on the port that it had. */
export interface Listener {
  readonly port: number;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface ListenerOptions {
  readonly settings: FireflySettings;
  readonly onRequest: (incoming: IncomingMessage, response: ServerResponse) => void;
  /** Told of what came over a connection and was no HTTP. */
  readonly onMalformed: (code: string) => void;
}

export function createListener({settings, onRequest, onMalformed}: ListenerOptions): Listener {
  // Tests hold requests as long as they like, and a clock of ours must not close a client's idle connection.
  const patience = {keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0};
  const {tls, host} = settings;
  const server =
    tls === undefined
      ? createServer(patience, onRequest)
      : createTlsServer({...patience, key: tls.key, cert: tls.cert}, onRequest);
  let port = settings.port;

  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code?.startsWith('HPE_') === true) onMalformed(error.code);
    socket.destroy();
  });

  return {
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
      server.closeAllConnections();
      await closed;
    },
  };
}
