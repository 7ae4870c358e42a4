import type {Call, OpenCall} from './call.ts';
import {expectQuery} from './expect-query.ts';
import type {FetchingContract} from './fetching-contract.ts';
import type {FireflySettings} from './firefly-options.ts';
import {expectClusterId, type Integrations} from './integrations.ts';
import {handleLogin} from './login.ts';
import type {createObjectsContract} from './objects-contract.ts';
import type {RecordedRequest} from './recorded-request.ts';
import {Refusal} from './refusal.ts';
import type {Route} from './route-request.ts';
import type {TokenBook} from './token-book.ts';

export interface Contracts {
  readonly settings: FireflySettings;
  readonly tokens: TokenBook;
  readonly objects: ReturnType<typeof createObjectsContract>;
  readonly fetching: FetchingContract;
  readonly integrations: Integrations;
}

/** The handler of a request, and the refusal that its headers call for: both where a page was refused. */
export interface OpenedRequest {
  readonly open: OpenCall | undefined;
  readonly refusal: Refusal | undefined;
}

/** Judges what is known when the headers came: path, token, user agent, the state of the contract. */
export function openRequest(
  contracts: Contracts,
  route: Route | Refusal,
  {request, authorization}: {readonly request: RecordedRequest; readonly authorization: string | undefined},
): OpenedRequest {
  if (route instanceof Refusal) return {open: undefined, refusal: route};
  const call: Call = {request, clusterId: route.clusterId};
  const headers = attempt(() => expectHeaders(contracts, call, authorization));
  const opened = attempt(() => openCall(contracts, call));
  return {
    open: opened instanceof Refusal ? undefined : opened,
    refusal: headers instanceof Refusal ? headers : opened instanceof Refusal ? opened : undefined,
  };
}

function expectHeaders(contracts: Contracts, call: Call, authorization: string | undefined): void {
  const {settings, tokens} = contracts;
  const {request, clusterId} = call;
  const {route} = request;
  const isLogin = route === 'login' || route === 'app-login';
  if (isLogin || route.endsWith('-integration')) expectQuery(request, {});
  if (isLogin) return;
  tokens.check(authorization);
  if (route !== 'create-integration') expectClusterId(clusterId, settings);
  if (route.endsWith('-integration')) return;
  if (/^k8s-collector v\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.+-]+)?$/.test(request.headers['user-agent'] ?? ''))
    return;
  throw new Refusal(400, 'The header User-Agent must be "k8s-collector v<version>".');
}

function openCall({settings, tokens, objects, fetching, integrations}: Contracts, call: Call): OpenCall {
  const {route} = call.request;
  switch (route) {
    case 'login':
    case 'app-login':
      return {
        handle(wire) {
          const handled = handleLogin(call, wire, {settings, tokens, mayBeForm: route === 'app-login'});
          fetching.beginRun();
          return handled;
        },
      };
    case 'objects':
      return objects.open(call);
    case 'handshake':
      return fetching.handshake(call);
    case 'fetching-helm':
      return fetching.page(call, 'helmReleases');
    case 'fetching-tree':
      return fetching.page(call, 'k8sTrees');
    case 'fetching-objects':
      return fetching.page(call, 'objects');
    case 'lock':
      return fetching.lock(call);
    case 'metadata':
      return fetching.metadata(call);
    case 'find-integration':
      return {handle: (wire) => integrations.find(call, wire)};
    case 'create-integration':
      return {handle: (wire) => integrations.create(call, wire)};
    case 'delete-integration':
      return {handle: (wire) => integrations.remove(call, wire)};
    case 'unknown':
      throw new Refusal(404, 'There is no such path.');
  }
}

function attempt<T>(action: () => T): T | Refusal {
  try {
    return action();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}
