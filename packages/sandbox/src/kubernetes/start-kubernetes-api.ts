import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import {createSecureServer, type Http2ServerRequest, type Http2ServerResponse} from 'node:http2';
import {createServer as createTlsServer} from 'node:https';
import type {AddressInfo, Server, Socket} from 'node:net';
import {everything} from './access-control.ts';
import {ApiServer} from './api-server.ts';
import type {KubernetesApi, KubernetesApiOptions} from './kubernetes-api.ts';
import {createExchange} from './exchange.ts';
import {kubeconfig} from './kubeconfig.ts';
import {type ServerCertificate, serverCertificate} from './server-certificate.ts';

/** Starts an API server on loopback and resolves once it listens. */
export async function startKubernetesApi(options: KubernetesApiOptions): Promise<KubernetesApi> {
  const certificate = options.tls === false ? undefined : await serverCertificate();
  const users = options.users ?? [{name: 'admin', rules: [everything]}];
  const api = new ApiServer({...options, users});
  // By the client's port: below TLS and HTTP/2 this is the only way from a request to its TCP connection.
  const sockets = new Map<number, Socket>();
  const listener = (
    request: IncomingMessage | Http2ServerRequest,
    response: ServerResponse | Http2ServerResponse,
  ) => {
    const port = request.socket.remotePort ?? 0;
    void api.serve(createExchange(request, response, () => sockets.get(port)?.resetAndDestroy()));
  };
  const server = createListener(certificate, options.http2 ?? true, listener);
  server.on('connection', (socket: Socket) => {
    const {remotePort = 0} = socket;
    sockets.set(remotePort, socket);
    socket.on('close', () => sockets.delete(remotePort));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const {port} = server.address() as AddressInfo;
  const url = `${certificate === undefined ? 'http' : 'https'}://127.0.0.1:${port}`;
  api.address = `127.0.0.1:${port}`;

  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= new Promise<void>((resolve) => {
      api.faults.removeAll();
      server.close(() => resolve());
      for (const socket of sockets.values()) socket.destroy();
    });
    return closing;
  };
  return {
    url,
    ca: certificate?.ca,
    get tokens() {
      return api.tokens.current;
    },
    get requests() {
      return api.log.records;
    },
    get requestCount() {
      return api.log.total;
    },
    get peakInFlight() {
      return api.peakInFlight;
    },
    violations: api.violations,
    kubeconfig: (user = users[0]?.name ?? '') =>
      kubeconfig({url, ca: certificate?.ca, user, token: tokenOf(api, user)}),
    inject: (fault) => api.faults.inject(fault),
    waitForRequest: (matcher, waitOptions) => api.log.waitFor(matcher, waitOptions),
    expireContinueTokens: () => api.expireContinueTokens(),
    rotateToken: (user) => api.tokens.rotate(user),
    issueToken: (user) => api.tokens.issue(user),
    revokeToken: (token) => api.tokens.revoke(token),
    close,
    [Symbol.asyncDispose]: close,
  };
}

type Listener = (
  request: IncomingMessage | Http2ServerRequest,
  response: ServerResponse | Http2ServerResponse,
) => void;

function createListener(
  certificate: ServerCertificate | undefined,
  http2: boolean,
  listener: Listener,
): Server {
  // As patient with idle connections as a kube-apiserver; node's five seconds would end them between two requests.
  const keepAliveTimeout = 180_000;
  if (certificate === undefined) return createServer({keepAliveTimeout}, listener);
  const {cert, key} = certificate;
  if (!http2) return createTlsServer({cert, key, keepAliveTimeout}, listener);
  // 100 streams a connection is kube-apiserver's default (--http2-max-streams-per-connection).
  const server = createSecureServer(
    {
      cert,
      key,
      allowHTTP1: true,
      settings: {maxConcurrentStreams: 100},
      http1Options: {keepAliveTimeout},
    },
    listener,
  );
  // A client that breaks off is no reason to end the process.
  server.on('sessionError', () => undefined);
  return server;
}

function tokenOf(api: ApiServer, user: string): string {
  return api.tokens.current[user] ?? api.tokens.issue(user);
}
