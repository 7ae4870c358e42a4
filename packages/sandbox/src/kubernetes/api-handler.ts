import {isAdministrator, isAllowed, type SandboxUser} from './access-control.ts';
import {accessReview, isPublicPath, rulesReview} from './access-review.ts';
import type {Answer} from '../loopback/answer.ts';
import type {LoopbackRequest} from '../loopback/loopback-request.ts';
import type {ApiState} from './api-state.ts';
import {readPath, serviceUnavailable, unknownIn} from './discovery-handler.ts';
import {forbiddenResponse} from './forbidden-response.ts';
import {requestInfo, type RequestInfo} from './request-info.ts';
import {readResource} from './resource-handler.ts';
import {methodNotAllowed, pageNotFound, unknownResource, unsupportedMediaType} from './status-response.ts';

/** A request after authentication. */
export interface ApiRequest {
  readonly request: LoopbackRequest;
  readonly body: Buffer;
  /** Undefined: no token was sent, the request is anonymous. */
  readonly user: SandboxUser | undefined;
}

type ResourceInfo = Extract<RequestInfo, {kind: 'resource'}>;

/** Answers one authenticated request: authorization first, as there, so that the forbidden learn nothing else. */
export function handleRequest(state: ApiState, call: ApiRequest): Answer {
  const {request, user} = call;
  const info = requestInfo(request.method, request.path);
  if (!isAuthorized(info, request, user)) {
    return forbiddenResponse(user?.name ?? 'system:anonymous', info, request.method);
  }
  if (info.kind === 'path') {
    const known = readPath(state, request);
    if (known === undefined) return pageNotFound();
    return request.method === 'GET' || known.status === 404 ? known : wrongMethod(state, request);
  }
  return handleResource(state, call, info);
}

function isAuthorized(
  info: RequestInfo,
  {path, method}: LoopbackRequest,
  user: SandboxUser | undefined,
): boolean {
  if (info.kind === 'path') {
    if (user === undefined) return /^\/(healthz|livez|readyz|version)(\/|$)/.test(path);
    return isAdministrator(user) || (isPublicPath(path) && method === 'GET');
  }
  const {verb, group, resource, subresource, namespace, name} = info;
  if (user === undefined) return false;
  return isAllowed(user, {
    verb,
    group,
    resource,
    ...(subresource === undefined ? {} : {subresource}),
    ...(namespace === undefined ? {} : {namespace}),
    ...(name === undefined ? {} : {name}),
  });
}

function handleResource(state: ApiState, call: ApiRequest, info: ResourceInfo): Answer {
  const {request} = call;
  const group = state.cluster.groups.find(({name}) => name === info.group);
  if (group === undefined) return pageNotFound();
  const served = group.versions.find(({version}) => version === info.version);
  if (served?.available === false) return serviceUnavailable();
  const definition = state.cluster.resources.find(
    ({group: name, resource, versions}) =>
      name === info.group && resource === info.resource && versions.includes(info.version),
  );
  const misplaced =
    definition === undefined ||
    (!definition.namespaced && info.namespace !== undefined && info.resource !== 'namespaces') ||
    (definition.namespaced &&
      info.namespace === undefined &&
      (info.name !== undefined || !isListable(definition.verbs)));
  if (misplaced) return unknownIn(state.cluster, info.group);
  if (info.group === 'authorization.k8s.io' && request.method === 'POST') return review(state, call, info);
  if (request.method !== 'GET') return wrongMethod(state, request);
  if (!isListable(definition.verbs)) return methodNotAllowed();
  return readResource(state, {info, definition, request});
}

function review(state: ApiState, {request, user, body}: ApiRequest, info: ResourceInfo): Answer {
  if (user === undefined) return unknownResource();
  if (!/^(application\/json)?(;|$)/.test(request.headers['content-type'] ?? ''))
    return unsupportedMediaType();
  switch (info.resource) {
    case 'selfsubjectaccessreviews':
      return accessReview(user, body);
    case 'selfsubjectrulesreviews':
      return rulesReview({
        user,
        body,
        resources: state.cluster.resources,
        incomplete: state.rulesReview === 'incomplete',
      });
    default:
      return methodNotAllowed();
  }
}

function wrongMethod(state: ApiState, {method, path}: LoopbackRequest): Answer {
  state.violate(`${method} ${path}: the collector only reads`);
  return methodNotAllowed();
}

function isListable(verbs: readonly string[]): boolean {
  return verbs.includes('list');
}
