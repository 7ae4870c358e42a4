import type {Answer} from '../loopback/answer.ts';
import type {LoopbackRequest} from '../loopback/loopback-request.ts';
import {isAdministrator, isAllowed, type SandboxUser} from './access-control.ts';
import {accessReview, isPublicPath, rulesReview} from './access-review.ts';
import type {ApiState} from './api-state.ts';
import {
  groupDiscovery,
  rootDiscovery,
  serviceUnavailable,
  unknownIn,
  versionInfo,
} from './discovery-handler.ts';
import {forbiddenResponse} from './forbidden-response.ts';
import {indentedAnswer} from './go-json.ts';
import {requestInfo, type RequestInfo} from './request-info.ts';
import {readResource} from './resource-handler.ts';
import {
  methodNotAllowed,
  pageNotFound,
  textResponse,
  unknownResource,
  unsupportedMediaType,
} from './status-response.ts';

/** A request after authentication. */
export interface AuthenticatedRequest {
  readonly request: LoopbackRequest;
  readonly body: Buffer;
  /** Undefined: no token was sent, the request is anonymous. */
  readonly user: SandboxUser | undefined;
}

type Names = Readonly<Record<string, string | undefined>>;
type ReadPath = (state: ApiState, request: LoopbackRequest, names: Names) => Answer;

/** Everything that it serves beside resources, for GET alone. */
const paths: readonly (readonly [path: RegExp, read: ReadPath])[] = [
  [/^\/(?:readyz|livez|healthz)$/, () => textResponse(200, 'ok')],
  [/^\/version$/, ({serverVersion}) => indentedAnswer(200, versionInfo(serverVersion))],
  [/^\/apis?$/, rootDiscovery],
  [/^\/api\/(?<version>[^/]+)$/, groupDiscovery],
  [/^\/apis\/(?<group>[^/]+)(?:\/(?<version>[^/]+))?$/, groupDiscovery],
];

/** Answers one authenticated request: authorization first, as there, so that the forbidden learn nothing else. */
export function handleRequest(state: ApiState, call: AuthenticatedRequest): Answer {
  const {request, user} = call;
  const info = requestInfo(request.method, request.path);
  if (!isAuthorized(info, request, user)) {
    return forbiddenResponse(user?.name ?? 'system:anonymous', info, request.method);
  }
  if (info.kind === 'resource') return handleResource(state, call, info);
  const path = request.path.replace(/(?<=.)\/$/, '');
  const [pattern, read] = paths.find(([candidate]) => candidate.test(path)) ?? [];
  const known = read?.(state, {...request, path}, pattern?.exec(path)?.groups ?? {}) ?? pageNotFound();
  return request.method === 'GET' || known.status === 404 ? known : wrongMethod(state, request);
}

function isAuthorized(
  info: RequestInfo,
  {path, method}: LoopbackRequest,
  user: SandboxUser | undefined,
): boolean {
  if (info.kind === 'resource') return user !== undefined && isAllowed(user, info);
  if (user === undefined) return /^\/(healthz|livez|readyz|version)(\/|$)/.test(path);
  return isAdministrator(user) || (isPublicPath(path) && method === 'GET');
}

function handleResource(
  state: ApiState,
  call: AuthenticatedRequest,
  info: Extract<RequestInfo, {kind: 'resource'}>,
): Answer {
  const {request} = call;
  const {cluster} = state;
  const group = cluster.groups.find(({name}) => name === info.group);
  if (group === undefined) return pageNotFound();
  const served = group.versions.find(({version}) => version === info.version);
  if (served?.available === false) return serviceUnavailable();
  const definition = cluster.resources.find(
    ({group: name, resource, versions}) =>
      name === info.group && resource === info.resource && versions.includes(info.version),
  );
  if (definition === undefined) return unknownIn(cluster, info.group);
  const isListable = definition.verbs.includes('list');
  const isInPlace = definition.namespaced
    ? info.namespace !== undefined || (info.name === undefined && isListable)
    : info.namespace === undefined || info.resource === 'namespaces';
  if (!isInPlace) return unknownIn(cluster, info.group);
  if (info.group === 'authorization.k8s.io' && request.method === 'POST')
    return review(state, call, info.resource);
  if (request.method !== 'GET') return wrongMethod(state, request);
  return isListable ? readResource(state, {info, definition, request}) : methodNotAllowed();
}

function review(state: ApiState, {request, user, body}: AuthenticatedRequest, resource: string): Answer {
  if (user === undefined) return unknownResource();
  if (!/^(application\/json)?(;|$)/.test(request.headers['content-type'] ?? ''))
    return unsupportedMediaType();
  const {rulesReview: rules, cluster} = state;
  switch (resource) {
    case 'selfsubjectaccessreviews':
      return accessReview(user, body);
    case 'selfsubjectrulesreviews':
      return rulesReview({user, body, resources: cluster.resources, incomplete: rules === 'incomplete'});
    default:
      return methodNotAllowed();
  }
}

function wrongMethod(state: ApiState, {method, path}: LoopbackRequest): Answer {
  state.violate(`${method} ${path}: the collector only reads`);
  return methodNotAllowed();
}
