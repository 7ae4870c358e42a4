import {Agent, request} from 'undici';
import type {KubernetesApi} from '../../src/index.ts';

/** Any API server, this one or a real one. */
type Server = Pick<KubernetesApi, 'url' | 'ca' | 'tokens'>;

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly bytes: Buffer;
  readonly text: string;
  json(): Readonly<Record<string, unknown>>;
}

export interface RequestOptions {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/** Talks to one API server over verified TLS; asks as its first user unless told otherwise. */
export class ApiClient implements AsyncDisposable {
  readonly #api: Server;
  readonly #agent: Agent;
  readonly #token: string | undefined;

  constructor(api: Server, {http2 = true}: {readonly http2?: boolean} = {}) {
    this.#api = api;
    this.#agent = new Agent({allowH2: http2, connect: api.ca === undefined ? {} : {ca: api.ca}});
    this.#token = Object.values(api.tokens)[0];
  }

  /** An empty token makes the request anonymous. */
  async send(path: string, options: RequestOptions = {}): Promise<Reply> {
    const {method = 'GET', token = this.#token, headers = {}, body, signal} = options;
    const response = await request(this.#api.url + path, {
      dispatcher: this.#agent,
      method,
      headers: {
        'user-agent': 'k8s-collector v0.0.0',
        ...(token ? {authorization: `Bearer ${token}`} : {}),
        ...(body === undefined ? {} : {'content-type': 'application/json'}),
        ...headers,
      },
      ...(body === undefined ? {} : {body: typeof body === 'string' ? body : JSON.stringify(body)}),
      ...(signal === undefined ? {} : {signal}),
    });
    const bytes = Buffer.from(await response.body.arrayBuffer());
    const text = bytes.toString();
    return {
      status: response.statusCode,
      headers: response.headers,
      bytes,
      text,
      json: () => JSON.parse(text) as Readonly<Record<string, unknown>>,
    };
  }

  async [Symbol.asyncDispose]() {
    await this.#agent.destroy();
  }
}
