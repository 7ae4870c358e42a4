import type {StreamName} from '@firefly/core';
import type {OpenCall} from '../loopback/dialect.ts';
import {RequestRefusal} from '../loopback/request-refusal.ts';
import type {TokenBook} from '../loopback/token-book.ts';
import {checkToken} from './check-token.ts';
import {expectQuery} from './expect-keys.ts';
import type {FetchingService} from './serve-fetching.ts';
import type {FireflySettings} from './firefly-options.ts';
import type {ReceivedRequest, RouteName} from './received-request.ts';
import {expectClusterId, type IntegrationBook} from './serve-integrations.ts';
import {serveLogin} from './serve-login.ts';
import type {serveObjects} from './serve-objects.ts';

/** What the routes lead to. */
export interface Contracts {
  readonly settings: FireflySettings;
  readonly tokens: TokenBook<undefined>;
  readonly objects: ReturnType<typeof serveObjects>;
  readonly fetching: FetchingService;
  readonly integrations: IntegrationBook;
}

interface Route {
  readonly name: RouteName;
  readonly method: string;
  readonly path: RegExp;
  readonly stream?: StreamName;
  readonly open: (contracts: Contracts, request: ReceivedRequest) => OpenCall;
}

const cluster = '/integrations/k8s/{clusterId}';

/** Everything that Firefly serves. */
const routes: readonly Route[] = [
  route('login', 'POST /account/access_keys/login', openLogin),
  route('app-login', 'POST /api/account/access_keys/login', openLogin),
  route('objects', `POST ${cluster}/objects`, ({objects}, request) => objects(request), 'objects'),
  route('handshake', `GET ${cluster}/fetching`, ({fetching}, request) => fetching.handshake(request)),
  route('lock', `PATCH ${cluster}/fetching`, ({fetching}, request) => fetching.lock(request)),
  route('fetching-helm', `POST ${cluster}/fetching/helm`, openPage('helmReleases'), 'helmReleases'),
  route('fetching-tree', `POST ${cluster}/fetching/tree`, openPage('k8sTrees'), 'k8sTrees'),
  route('fetching-objects', `POST ${cluster}/fetching/objects`, openPage('objects'), 'objects'),
  route('metadata', `POST ${cluster}/fetching/metadata`, ({fetching}, request) => fetching.metadata(request)),
  route('create-integration', 'POST /api/integrations/k8s', openIntegrations('create')),
  route('find-integration', `GET /api${cluster}`, openIntegrations('find')),
  route('delete-integration', `DELETE /api${cluster}`, openIntegrations('remove')),
];

function route(name: RouteName, where: string, open: Route['open'], stream?: StreamName): Route {
  const [method = '', path = ''] = where.split(' ');
  const pattern = new RegExp(`^${path.replace('{clusterId}', '(?<clusterId>[^/]+)')}$`);
  return {name, method, path: pattern, open, ...(stream && {stream})};
}

function openPage(stream: StreamName): Route['open'] {
  return ({fetching}, request) => fetching.page(request, stream);
}

function openIntegrations(action: 'create' | 'find' | 'remove'): Route['open'] {
  return ({integrations}, request) => ({handle: (wire) => integrations[action](request, wire)});
}

function openLogin({settings, tokens, fetching}: Contracts, request: ReceivedRequest): OpenCall {
  return {
    handle(wire) {
      const handled = serveLogin(request, wire, {settings, tokens});
      fetching.beginRun();
      return handled;
    },
  };
}

/** Where a method and a path without its query lead. */
export function findRoute(
  method: string,
  path: string,
): Pick<ReceivedRequest, 'route' | 'stream' | 'clusterId'> {
  const found = routes.find((candidate) => candidate.method === method && candidate.path.test(path));
  return {
    route: found?.name ?? 'unknown',
    stream: found?.stream,
    clusterId: found?.path.exec(path)?.groups?.['clusterId'] ?? '',
  };
}

/**
 * Judges what is known when the headers came: path, token, user agent, the state of the contract. A request that is
 * refused is read to its end all the same, and a page among them counts as one that failed.
 */
export function openRequest(
  contracts: Contracts,
  request: ReceivedRequest,
  authorization: string | undefined,
): OpenCall {
  const opened = attempt(() => openRoute(contracts, request));
  const refusal = attempt(() => expectHeaders(contracts, request, authorization)) ?? opened;
  if (!(refusal instanceof RequestRefusal)) return refusal;
  const handle = () => {
    throw refusal;
  };
  return opened instanceof RequestRefusal ? {handle} : {...opened, handle};
}

function openRoute(contracts: Contracts, request: ReceivedRequest): OpenCall {
  const {route: name, method, path} = request;
  const found = routes.find((candidate) => candidate.name === name);
  if (found !== undefined) return found.open(contracts, request);
  const allow = routes.filter((candidate) => candidate.path.test(path)).map((candidate) => candidate.method);
  if (allow.length === 0) throw new RequestRefusal(404, 'There is no such path.');
  const methods = allow.join(', ');
  throw new RequestRefusal(405, `The method must be ${methods}; it is ${method}.`, {
    headers: {allow: methods},
  });
}

function expectHeaders(
  {settings, tokens}: Contracts,
  request: ReceivedRequest,
  authorization: string | undefined,
): undefined {
  const {route, clusterId} = request;
  if (route === 'unknown') return;
  const isLogin = route === 'login' || route === 'app-login';
  const isIntegration = route.endsWith('-integration');
  if (isLogin || isIntegration) expectQuery(request, {});
  if (isLogin) return;
  checkToken(tokens, authorization, settings);
  if (route !== 'create-integration') expectClusterId(clusterId, settings);
  if (isIntegration) return;
  if (/^k8s-collector v\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.+-]+)?$/.test(request.headers['user-agent'] ?? ''))
    return;
  throw new RequestRefusal(400, 'The header User-Agent must be "k8s-collector v<version>".');
}

function attempt<T>(action: () => T): T | RequestRefusal {
  try {
    return action();
  } catch (error) {
    if (error instanceof RequestRefusal) return error;
    throw error;
  }
}
