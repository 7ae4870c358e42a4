import {Pool} from 'undici';

import type {ControlPlaneAnswer} from './control-plane.ts';

export interface ControlPlaneRequest {
  readonly token: string | undefined;
  /** Default GET. */
  readonly method?: string;
  readonly path: string;
  readonly body?: unknown;
}

/** Talks to one API server; its connections are kept open. */
export interface ApiClient {
  send(request: ControlPlaneRequest): Promise<ControlPlaneAnswer>;
  close(): Promise<void>;
}

export function apiClient(url: string, ca: string): ApiClient {
  const pool = new Pool(url, {connect: {ca}, connections: 10});
  return {
    async send({token, method = 'GET', path, body}) {
      const contentType = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
      const answer = await pool.request({
        method,
        path,
        headers: {
          accept: 'application/json',
          ...(token === undefined ? {} : {authorization: `Bearer ${token}`}),
          ...(body === undefined ? {} : {'content-type': contentType}),
        },
        ...(body === undefined ? {} : {body: typeof body === 'string' ? body : JSON.stringify(body)}),
      });
      return {status: answer.statusCode, text: await answer.body.text()};
    },
    close: () => pool.destroy(),
  };
}
