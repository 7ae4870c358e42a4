import type {LoopbackRequest} from '../loopback/loopback-request.ts';
import {startLoopbackServer} from '../loopback/loopback-server.ts';
import {serverCertificate} from '../loopback/server-certificate.ts';
import {createTokenBook} from '../loopback/token-book.ts';
import {everything, type SandboxUser} from './access-control.ts';
import {handleRequest} from './api-handler.ts';
import type {ApiState} from './api-state.ts';
import {encodeAnswer} from './encode-answer.ts';
import {kubeconfig} from './kubeconfig.ts';
import type {KubernetesApi, KubernetesApiOptions} from './kubernetes-api.ts';
import {type KubernetesFault, translateFault} from './kubernetes-fault.ts';
import {requestInfo} from './request-info.ts';
import {tooManyRequests, unauthorized} from './status-response.ts';

const collectorUserAgent = /^k8s-collector v/;

/** Starts an API server on loopback and resolves once it listens. */
export async function startKubernetesApi(options: KubernetesApiOptions): Promise<KubernetesApi> {
  const {cluster, expectUserAgent = false, maxInFlight = Infinity} = options;
  const users = options.users ?? [{name: 'admin', rules: [everything]}];
  const certificate = options.tls === false ? undefined : await serverCertificate();
  const tokens = createTokenBook<SandboxUser>('sandbox', Date.now);
  for (const user of users) tokens.issue(user, user.token);
  const violations: string[] = [];
  const userAgent = expectUserAgent === true ? collectorUserAgent : expectUserAgent;
  const state: ApiState = {
    cluster,
    aggregatedDiscovery: options.aggregatedDiscovery ?? 'v2',
    expiredTokens: options.expiredTokens ?? 'resumable',
    rulesReview: options.rulesReview ?? 'complete',
    serverVersion: options.serverVersion ?? 'v1.36.2',
    address: '',
    // What was before the start was compacted long ago.
    oldestResourceVersion: cluster.resourceVersion,
    violate: (message) => void violations.push(message),
  };

  const lane = {name: 'all', limit: maxInFlight};
  const {server, inFlight} = await startLoopbackServer<LoopbackRequest, KubernetesFault>(
    {
      usual: {},
      record(base, {headers}) {
        const user = tokens.find(headers['authorization']);
        if (user?.revoked === false) base.user = user.holder.name;
        const agent = base.headers['user-agent'] ?? '';
        if (userAgent !== false && !userAgent.test(agent)) {
          state.violate(`${base.method} ${base.path}: unexpected User-Agent ${JSON.stringify(agent)}`);
        }
        const info = requestInfo(base.method, base.path);
        base.route = info.kind === 'path' ? 'path' : info.verb;
        return base;
      },
      open: (request, {headers}) => ({
        handle(body) {
          // Judged now, not when the headers came: a test may have revoked the token in between.
          const authorization = headers['authorization'];
          const token = tokens.find(authorization);
          const isKnown = token?.revoked === false;
          if (/^Bearer +\S/i.test(authorization ?? '') && !isKnown) return {answer: unauthorized()};
          return {answer: handleRequest(state, {request, body, user: isKnown ? token.holder : undefined})};
        },
      }),
      lane: () => lane,
      tooMany({path}, count) {
        state.violate(`${path}: ${count} requests in flight, ${maxInFlight} are allowed`);
        return tooManyRequests();
      },
      translate: translateFault,
      encode: encodeAnswer,
      conceal: (text) => tokens.conceal(text),
    },
    {
      host: '127.0.0.1',
      port: options.port ?? 0,
      tls: certificate,
      http2: options.http2 ?? true,
      logSize: options.requestLogSize ?? 10_000,
      violations,
    },
  );
  state.address = `127.0.0.1:${server.port}`;

  function issueToken(name: string): string {
    const user = users.find((candidate) => candidate.name === name);
    if (user === undefined) throw new Error(`The sandbox has no user "${name}".`);
    return tokens.issue(user).token;
  }
  const newestTokens = () =>
    Object.fromEntries(
      tokens.issued.filter(({revoked}) => !revoked).map(({holder, token}) => [holder.name, token]),
    );

  const tokenOf = (user: string) => newestTokens()[user] ?? issueToken(user);
  return {
    ...server,
    ca: certificate?.ca,
    get requestCount() {
      return server.requestCount;
    },
    get tokens() {
      return newestTokens();
    },
    get peakInFlight() {
      return inFlight(lane.name).peak;
    },
    kubeconfig: (user = users[0]?.name ?? '') =>
      kubeconfig({url: server.url, ca: certificate?.ca, user, token: tokenOf(user)}),
    expireContinueTokens() {
      state.oldestResourceVersion = cluster.advance();
    },
    issueToken,
    rotateToken(name) {
      tokens.revoke(({holder}) => holder.name === name);
      return issueToken(name);
    },
    revokeToken: (token) => tokens.revoke((issued) => issued.token === token),
  };
}
