import {isAdministrator, isAllowed, type SandboxUser} from './access-control.ts';
import {accessReview, isPublicPath, rulesReview} from './access-review.ts';
import type {Answer} from './answer.ts';
import type {ApiState} from './api-state.ts';
import {readPath, serviceUnavailable, unknownIn} from './discovery-handler.ts';
import {forbiddenResponse} from './forbidden-response.ts';
import {requestInfo, type RequestInfo} from './request-info.ts';
import {readResource} from './resource-handler.ts';
import {methodNotAllowed, pageNotFound, unknownResource, unsupportedMediaType} from './status-response.ts';

/** A request after authentication. */
export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly parameters: URLSearchParams;
  readonly accept: string;
  readonly ifNoneMatch: string;
  readonly contentType: string;
  /** Undefined: no token was sent, the request is anonymous. */
  readonly user: SandboxUser | undefined;
  body(): Promise<Buffer>;
}

type ResourceInfo = Extract<RequestInfo, {kind: 'resource'}>;

/** Answers one authenticated request: authorization first, as there, so that the forbidden learn nothing else. */
export async function handleRequest(state: ApiState, request: ApiRequest): Promise<Answer> {
  const info = requestInfo(request.method, request.path);
  if (!isAuthorized(info, request)) {
    return forbiddenResponse(request.user?.name ?? 'system:anonymous', info, request.method);
  }
  if (info.kind === 'path') {
    const known = readPath(state, request);
    if (known === undefined) return pageNotFound();
    return request.method === 'GET' || known.status === 404 ? known : wrongMethod(state, request);
  }
  return handleResource(state, request, info);
}

function isAuthorized(info: RequestInfo, {user, path, method}: ApiRequest): boolean {
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

async function handleResource(state: ApiState, request: ApiRequest, info: ResourceInfo): Promise<Answer> {
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
  if (info.group === 'authorization.k8s.io' && request.method === 'POST') return review(state, request, info);
  if (request.method !== 'GET') return wrongMethod(state, request);
  if (!isListable(definition.verbs)) return methodNotAllowed();
  const {path, parameters, accept} = request;
  return readResource(state, {info, definition, path, parameters, accept});
}

async function review(state: ApiState, request: ApiRequest, info: ResourceInfo): Promise<Answer> {
  const {user} = request;
  if (user === undefined) return unknownResource();
  if (!/^(application\/json)?(;|$)/.test(request.contentType)) return unsupportedMediaType();
  const body = await request.body();
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

function wrongMethod(state: ApiState, {method, path}: ApiRequest): Answer {
  state.violate(`${method} ${path}: the collector only reads`);
  return methodNotAllowed();
}

function isListable(verbs: readonly string[]): boolean {
  return verbs.includes('list');
}
