import {Agent, request as send} from 'undici';
import type {Answer} from '../loopback/answer.ts';
import type {Fault} from '../loopback/fault.ts';
import type {LoopbackRequest} from '../loopback/loopback-request.ts';
import {type LoopbackServer, startLoopbackServer} from '../loopback/loopback-server.ts';
import {serverCertificate} from '../loopback/server-certificate.ts';
import {kubeconfig} from '../kubernetes/kubeconfig.ts';
import {type KubernetesFault, translateFault} from '../kubernetes/kubernetes-fault.ts';
import {requestInfo} from '../kubernetes/request-info.ts';

/** An API server, embedded or real, and an administrator's token for it. */
export interface ApiAddress {
  readonly url: string;
  /** PEM. */
  readonly ca: string;
  readonly token: string;
}

/** A loopback proxy in front of an API server, where faults are injected whatever server that is. */
export interface FaultyApi extends LoopbackServer<LoopbackRequest, Fault | KubernetesFault> {
  /** A kubeconfig for this proxy, or for the same at another address. */
  kubeconfig(url?: string): string;
}

/** Headers that are about one connection, or that the harness sets. */
const hopByHop = ['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'date'];

/** Starts a proxy that sends every request on as the administrator and every answer back to the byte. */
export async function startFaultyApi({url, ca, token}: ApiAddress): Promise<FaultyApi> {
  const certificate = await serverCertificate();
  const agent = new Agent({connect: {ca}, allowH2: false, headersTimeout: 0, bodyTimeout: 0});

  async function forward(target: string, request: LoopbackRequest, body: Buffer): Promise<Answer> {
    const {method, headers} = request;
    const {accept = '*/*', 'user-agent': userAgent = '', 'content-type': contentType} = headers;
    const answer = await send(`${url}${target}`, {
      dispatcher: agent,
      method: method as 'GET',
      headers: {
        accept,
        'user-agent': userAgent,
        authorization: `Bearer ${token}`,
        ...(contentType === undefined ? {} : {'content-type': contentType}),
      },
      ...(body.length === 0 ? {} : {body}),
    });
    const kept = Object.entries(answer.headers).filter(([name]) => !hopByHop.includes(name));
    return {
      status: answer.statusCode,
      headers: Object.fromEntries(kept.map(([name, value = '']) => [name, [value].flat().join(', ')])),
      body: answer.body as AsyncIterable<Uint8Array>,
    };
  }

  const {server} = await startLoopbackServer<LoopbackRequest, KubernetesFault>(
    {
      usual: {},
      record(base) {
        const info = requestInfo(base.method, base.path);
        base.route = info.kind === 'path' ? 'path' : info.verb;
        return base;
      },
      open: (request, {url: target}) => ({
        handle: async (body) => ({answer: await forward(target, request, body)}),
      }),
      lane: () => undefined,
      tooMany: () => {
        throw new RangeError('The proxy has no limit.');
      },
      translate: translateFault,
      encode: (answer) => answer,
      conceal: (text) => text.replaceAll(token, '<token>'),
    },
    {host: '127.0.0.1', port: 0, tls: certificate, http2: true, logSize: Infinity, violations: []},
  );
  const close = async () => {
    await server.close();
    await agent.destroy();
  };
  return {
    ...server,
    get requestCount() {
      return server.requestCount;
    },
    kubeconfig: (address = server.url) =>
      kubeconfig({url: address, ca: certificate.ca, user: 'admin', token: 'proxied'}),
    close,
    [Symbol.asyncDispose]: close,
  };
}
