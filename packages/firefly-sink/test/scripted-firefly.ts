import {once} from 'node:events';
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {gunzipSync} from 'node:zlib';

import {startFirefly} from '@firefly/sandbox';
import {expect} from 'vitest';

import type {FakeClock} from './fake-clock.ts';

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
 * A Firefly on loopback whose answers a test writes down: each `answer` is used for the next request to a route. What
 * nothing is written down for, and what is answered 2xx, goes to the sandbox's strict Firefly behind it, which hands out
 * `token-1`, `token-2`, …: a request that breaks a contract fails the test.
 */
export async function startScriptedFirefly(clock: FakeClock, keys: {accessKey: string; secretKey: string}) {
  const strict = await startFirefly({
    ...keys,
    now: () => clock.now(),
    tokenOf: (number) => `token-${number}`,
    integrationId: 'int-1',
    // Tests say how long tokens live, and when they end.
    expiresIn: 1e12,
  });
  const requests: ReceivedRequest[] = [];
  const scripts = new Map<string, ScriptedAnswer[]>();
  const watchers: {readonly route: string; readonly resolve: () => void}[] = [];
  const responders: Responder[] = [];
  const revoked = new Set<string>();
  let interceptor: Responder | undefined;
  let expected: RegExp | undefined;
  let expiresIn: unknown = 3600;

  function usual(request: ReceivedRequest): ScriptedAnswer | undefined {
    const token = /^Bearer (token-\d+)$/.exec(request.headers.authorization ?? '')?.[1];
    if (token !== undefined && revoked.has(token)) return {status: 401, body: 'who are you'};
    if (request.route.endsWith('/account/access_keys/login')) return undefined;
    for (const responder of responders) {
      const answer = responder(request);
      if (answer !== undefined) return answer;
    }
    return undefined;
  }

  /** What nothing was written down for goes to the strict server, to the byte. */
  async function forward(
    {method = '', url = '', headers}: IncomingMessage,
    raw: Buffer,
  ): Promise<PlainAnswer> {
    const {host: _host, connection: _connection, 'transfer-encoding': _encoding, ...kept} = headers;
    const answer = await fetch(`${strict.url}${url}`, {
      method,
      headers: kept as Record<string, string>,
      ...(raw.length === 0 ? {} : {body: new Uint8Array(raw)}),
    });
    const text = await answer.text();
    const isLogin = url.endsWith('/account/access_keys/login') && answer.ok;
    const body = isLogin ? JSON.stringify({...(JSON.parse(text) as object), expires_in: expiresIn}) : text;
    const type = answer.headers.get('content-type');
    return {status: answer.status, headers: type === null ? {} : {'content-type': type}, body};
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
    let answer = typeof scripted === 'function' ? scripted(request) : scripted;
    // What is to count as taken is taken, whatever the test then answers.
    const isTaken =
      answer === undefined || (typeof answer === 'object' && answer.status >= 200 && answer.status < 300);
    const strictly = isTaken ? await forward(incoming, raw) : undefined;
    answer ??= strictly ?? {status: 500};
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
      return strict.logins;
    },
    /** Violations that this test is about; every other one fails it. */
    expectViolation(pattern: RegExp) {
      expected = pattern;
    },
    /** Resolves when the next request to this route has been answered or is hanging. */
    next: (route: string) => new Promise<void>((resolve) => watchers.push({route, resolve})),
    async close() {
      await strict.close();
      expect(strict.violations.filter((violation) => expected?.test(violation) !== true)).toEqual([]);
      if (!server.listening) return;
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export type ScriptedFirefly = Awaited<ReturnType<typeof startScriptedFirefly>>;
