import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';

import type {Clock} from '@firefly/core';
import {onTestFinished} from 'vitest';

import type {ClusterAccess} from '../../src/access/cluster-access.ts';
import {type ApiServer, type ApiServerOptions, createApiServer} from '../../src/api/api-server.ts';

export type Handler = (request: IncomingMessage, response: ServerResponse, number: number) => void;

export interface Loopback {
  readonly url: URL;
  readonly requests: readonly IncomingMessage[];
  /** Requests whose response has not ended yet. */
  readonly inFlight: number;
  readonly server: Server;
}

/** A server on loopback for one test; the handler is told the number of the request, from 0. */
export async function startLoopback(handler: Handler): Promise<Loopback> {
  const requests: IncomingMessage[] = [];
  let inFlight = 0;
  const server = createServer((request, response) => {
    inFlight++;
    response.on('close', () => inFlight--);
    handler(request, response, requests.push(request) - 1);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return {
    url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    requests,
    get inFlight() {
      return inFlight;
    },
    server,
  };
}

export const secret = 'secret-token-of-the-test';

/** Access with a token, to this URL. */
export function accessTo(url: URL, more: Partial<ClusterAccess> = {}): ClusterAccess {
  return {
    url,
    tls: {},
    inCluster: false,
    credentials: async () => ({authorization: `Bearer ${secret}`}),
    ...more,
  };
}

export interface Connected {
  readonly api: ApiServer;
  /** Milliseconds that were waited before each further attempt. */
  readonly sleeps: readonly number[];
}

/** A client for one test with a clock that never waits and always takes the longest back-off. */
export function connect(access: ClusterAccess, options: Partial<ApiServerOptions> = {}): Connected {
  const sleeps: number[] = [];
  const clock: Clock = {
    now: () => Date.parse('2026-01-01T00:00:00Z'),
    async sleep(milliseconds, signal) {
      signal.throwIfAborted();
      sleeps.push(milliseconds);
    },
  };
  const api = createApiServer({
    access,
    requestsInFlight: 4,
    userAgent: 'k8s-collector v0',
    environment: {},
    clock,
    random: () => 1,
    ...options,
  });
  onTestFinished(async () => api.close());
  return {api, sleeps};
}

/** Answers with JSON. */
export function answer(
  response: ServerResponse,
  value: unknown,
  status = 200,
  headers: Record<string, string> = {},
) {
  response.writeHead(status, {'content-type': 'application/json', ...headers}).end(JSON.stringify(value));
}

/** A `Status` as the API server sends it. */
export function statusObject(status: number, reason: string, message: string, metadata: object = {}) {
  return {kind: 'Status', apiVersion: 'v1', metadata, status: 'Failure', message, reason, code: status};
}
