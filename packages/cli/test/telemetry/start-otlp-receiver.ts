import {once} from 'node:events';
import {createServer, type IncomingHttpHeaders} from 'node:http';
import type {AddressInfo} from 'node:net';
import {gunzipSync} from 'node:zlib';

import {onTestFinished} from 'vitest';

import {checkJson, decodeProtobuf} from './decode-otlp.ts';

export interface OtlpRequest {
  /** As it was sent: of a proxy, the whole URL. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** Decoded strictly. */
  readonly data: unknown;
}

/** A receiver of OTLP over HTTP on loopback, as a collector is one; what does not fit is answered with 400. */
export async function startOtlpReceiver(answers: readonly number[] = []) {
  const requests: OtlpRequest[] = [];
  const refused: string[] = [];
  const statuses = [...answers];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const {url = '', headers, method} = request;
      const body = Buffer.concat(chunks);
      try {
        const type = {'/v1/traces': 'TracesData', '/v1/metrics': 'MetricsData'}[
          new URL(url, 'http://h').pathname
        ];
        if (type === undefined || method !== 'POST') throw new Error(`${method} ${url}`);
        const plain = headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
        const isJson = headers['content-type'] === 'application/json';
        if (!isJson && headers['content-type'] !== 'application/x-protobuf') throw new Error('content-type');
        const data = isJson ? checkJson(type, JSON.parse(String(plain))) : decodeProtobuf(type, plain);
        const status = statuses.shift() ?? 200;
        if (status === 200) requests.push({url, headers, data});
        response.writeHead(status).end();
      } catch (error) {
        refused.push(String(error));
        response.writeHead(400).end();
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests, refused};
}
