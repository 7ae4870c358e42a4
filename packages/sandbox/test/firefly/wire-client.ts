import {gzipSync} from 'node:zlib';
import type {Firefly} from '../../src/index.ts';

export interface WireRequest {
  readonly method?: string;
  readonly path: string;
  /** A Buffer goes out as it is; anything else as JSON. */
  readonly body?: unknown;
  /** Over the legal ones; `null` leaves one out. */
  readonly headers?: Readonly<Record<string, string | null>>;
  /** Compresses the body. Default: whenever there is one. */
  readonly gzip?: boolean;
  readonly signal?: AbortSignal;
}

export interface WireAnswer {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

/** Sends requests that are legal but for what a test changes about them. */
export interface WireClient {
  readonly token: string;
  send(request: WireRequest): Promise<WireAnswer>;
}

export const cluster = 'my-cluster';
export const objectsPath = `/integrations/k8s/${cluster}/objects`;
export const clusterUid = '0b8e9d4c-3a52-4c8e-9a0f-6a3c5d0f7b11';

/** Logs in, as every legal client does first. */
export async function connect(firefly: Firefly): Promise<WireClient> {
  const {accessKey, secretKey} = firefly;
  const answer = await login(firefly, {body: {accessKey, secretKey}});
  const {access_token: token} = JSON.parse(answer.text) as {access_token: string};
  return {
    token,
    send({headers = {}, ...request}) {
      return send(firefly, {
        ...request,
        headers: {authorization: `Bearer ${token}`, 'user-agent': 'k8s-collector v1.2.3', ...headers},
      });
    },
  };
}

export async function login(firefly: Firefly, request: Partial<WireRequest> = {}): Promise<WireAnswer> {
  return send(firefly, {method: 'POST', path: '/account/access_keys/login', gzip: false, ...request});
}

/** Sends without a token. */
export async function send(firefly: Firefly, request: WireRequest): Promise<WireAnswer> {
  const {method = 'POST', path, body, headers: changes = {}, gzip = body !== undefined, signal} = request;
  const bytes = body === undefined || Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
  const headers = new Headers(bytes === undefined ? {} : {'content-type': 'application/json'});
  if (gzip) headers.set('content-encoding', 'gzip');
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) headers.delete(name);
    else headers.set(name, value);
  }
  const response = await fetch(firefly.url + path, {
    method,
    headers,
    redirect: 'manual',
    ...(bytes === undefined ? {} : {body: Uint8Array.from(gzip ? gzipSync(bytes, {level: 1}) : bytes)}),
    ...(signal === undefined ? {} : {signal}),
  });
  return {status: response.status, text: await response.text(), headers: response.headers};
}

export interface PageRequest extends Partial<WireRequest> {
  readonly key?: string;
  readonly objects?: readonly unknown[];
}

/** Sends one page of the contract `objects`. */
export function sendPage(client: WireClient, request: PageRequest = {}): Promise<WireAnswer> {
  const {key = 'run-1', objects = [pod('a')], headers, ...rest} = request;
  return client.send({
    path: objectsPath,
    body: {objects},
    ...rest,
    headers: {'idempotency-key': key, ...headers},
  });
}

export function pod(uid: string, size = 0): object {
  const filler = size === 0 ? {} : {filler: 'x'.repeat(size)};
  return {apiVersion: 'v1', kind: 'Pod', metadata: {name: `pod-${uid}`, uid, ...filler}};
}
