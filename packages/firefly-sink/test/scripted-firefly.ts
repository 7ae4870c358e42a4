import {once} from 'node:events';
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {gunzipSync} from 'node:zlib';

interface PlainAnswer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** One answer of the server, or what makes it; `hang` never answers, `reset` breaks the connection. */
export type ScriptedAnswer = PlainAnswer | 'hang' | 'reset' | ((request: ReceivedRequest) => PlainAnswer);

export interface ReceivedRequest {
  /** `POST /integrations/k8s/c1/objects`, without the query. */
  readonly route: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly raw: Buffer;
  /** The body's text, gunzipped where its header says so. */
  readonly text: string;
}

type Responder = (request: ReceivedRequest) => ScriptedAnswer | undefined;

/**
 * A Firefly on loopback whose answers a test writes down: each `answer` is used for the next request to a route, then
 * the route's usual one. It hands out `token-1`, `token-2`, … and refuses every other token with 401.
 */
export async function startScriptedFirefly() {
  const requests: ReceivedRequest[] = [];
  const scripts = new Map<string, ScriptedAnswer[]>();
  const watchers: {readonly route: string; readonly resolve: () => void}[] = [];
  const responders: Responder[] = [];
  const revoked = new Set<string>();
  let interceptor: Responder | undefined;
  let logins = 0;
  let expiresIn: unknown = 3600;

  function usual(request: ReceivedRequest): ScriptedAnswer {
    if (request.route.endsWith('/account/access_keys/login')) {
      logins++;
      const body = {access_token: `token-${logins}`, expires_in: expiresIn, token_type: 'Bearer'};
      return {status: 200, headers: {'content-type': 'application/json'}, body: JSON.stringify(body)};
    }
    const token = /^Bearer (token-\d+)$/.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined || revoked.has(token)) return {status: 401, body: 'who are you'};
    for (const responder of responders) {
      const answer = responder(request);
      if (answer !== undefined) return answer;
    }
    if (request.route === 'GET /integrations/k8s/c1/fetching') return {status: 200, body: '"int-1,true"'};
    return {status: 204};
  }

  async function handle(incoming: IncomingMessage, response: ServerResponse) {
    const url = new URL(incoming.url ?? '/', 'http://firefly');
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const raw = Buffer.concat(chunks);
    const request: ReceivedRequest = {
      route: `${incoming.method} ${url.pathname}`,
      query: url.searchParams,
      headers: incoming.headers,
      raw,
      text: (incoming.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw).toString(),
    };
    requests.push(request);
    const scripted = scripts.get(request.route)?.shift() ?? interceptor?.(request) ?? usual(request);
    const answer = typeof scripted === 'function' ? scripted(request) : scripted;
    if (answer === 'reset') incoming.socket.destroy();
    else if (answer !== 'hang') response.writeHead(answer.status, answer.headers).end(answer.body);
    for (const watcher of watchers.splice(0)) {
      if (watcher.route === request.route) watcher.resolve();
      else watchers.push(watcher);
    }
  }

  const server = createServer((incoming, response) => {
    // A client that hung up is no fault of this server's.
    handle(incoming, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const {port} = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    to: (route: string) => requests.filter((request) => request.route === route),
    /** The next answers of a route, in order. */
    answer(route: string, ...answers: readonly ScriptedAnswer[]) {
      scripts.set(route, [...(scripts.get(route) ?? []), ...answers]);
    },
    /** Asked before the usual answer is given. */
    respond(responder: Responder) {
      responders.push(responder);
    },
    /** Asked first of every request, the login's too; what it gives is the answer. */
    intercept(responder: Responder) {
      interceptor = responder;
    },
    revoke: (token: string) => revoked.add(token),
    setExpiresIn(seconds: unknown) {
      expiresIn = seconds;
    },
    get logins() {
      return logins;
    },
    /** Resolves when the next request to this route has been answered or is hanging. */
    next: (route: string) => new Promise<void>((resolve) => watchers.push({route, resolve})),
    async close() {
      if (!server.listening) return;
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export type ScriptedFirefly = Awaited<ReturnType<typeof startScriptedFirefly>>;
