import {parseAccept, takesJson} from './accept-header.ts';
import type {Answer} from '../loopback/answer.ts';
import type {LoopbackRequest} from '../loopback/loopback-request.ts';
import type {ApiState} from './api-state.ts';
import {lowerBound, objectAt} from './cluster.ts';
import {decodeContinueToken, encodeContinueToken} from './continue-token.ts';
import {indentedAnswer} from './go-json.ts';
import {parseListQuery, type ListQuery} from './list-query.ts';
import {listResponse} from './list-response.ts';
import {partialObjectMetadata} from './object-metadata.ts';
import type {RequestInfo} from './request-info.ts';
import {definitionName, groupVersion, type ResourceDefinition} from './resource-definition.ts';
import {statusResponse, unknownResource} from './status-response.ts';

/** A GET of a list or of one object, authorized and resolved to its definition. */
export interface ResourceRequest {
  readonly info: Extract<RequestInfo, {kind: 'resource'}>;
  readonly definition: ResourceDefinition;
  readonly request: LoopbackRequest;
}

const representations = 'application/json, application/yaml, application/vnd.kubernetes.protobuf';

/** The sentence of a 406 for a form (`as=…`) that is not known. */
export const acceptedTypes = `only the following media types are accepted: ${representations}`;

const deprecations: Readonly<Record<string, string>> = {
  endpoints: 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
  componentstatuses: 'v1 ComponentStatus is deprecated in v1.19+',
};

/** Answers a GET of a list or of one object. */
export function readResource(state: ApiState, request: ResourceRequest): Answer {
  const {info, definition} = request;
  const form = negotiate(request);
  if (typeof form !== 'string') return form;
  const answer = info.name === undefined ? list(state, request, form) : getOne(state, request, form);
  const deprecation = info.group === '' ? deprecations[definition.resource] : undefined;
  if (deprecation === undefined) return answer;
  return {...answer, headers: {...answer.headers, warning: `299 - ${JSON.stringify(deprecation)}`}};
}

/** The two reasons for 410: with a token to go on inconsistently, or without. */
export function expiredResponse(parameters: URLSearchParams, resumable: boolean): Answer {
  const expired = (message: string, continueToken?: string) =>
    statusResponse({code: 410, reason: 'Expired', message, ...(continueToken && {continueToken})});
  const token = decodeContinueToken(parameters.get('continue') ?? '');
  if (typeof token === 'string') return expired('The resourceVersion for the provided list is too old.');
  const opening = 'The provided continue parameter is too old to display a consistent list result. ';
  if (!resumable) return expired(`${opening}You must start a new list without the continue parameter.`);
  return expired(
    `${opening}You can start a new list without the continue parameter, or use the continue token in this ` +
      'response to retrieve the remainder of the results. Continuing with the provided token results in an ' +
      'inconsistent list - objects that were created, modified, or deleted between the time the first chunk was ' +
      'returned and now may show up in the list.',
    encodeContinueToken({...token, resourceVersion: -1}),
  );
}

function list(state: ApiState, request: ResourceRequest, form: 'full' | 'partial'): Answer {
  const {info, definition} = request;
  const {query: parameters, path} = request.request;
  const query = parseListQuery(parameters, definition);
  if ('answer' in query) {
    state.violate(`${path}: ${query.violation}`);
    return query.answer;
  }
  const selectors = [parameters.get('labelSelector') ?? '', parameters.get('fieldSelector') ?? ''];
  const identity = JSON.stringify([path, ...selectors]);
  if (query.token !== undefined && query.token.list !== identity) {
    state.violate(`${path}: the continue token was issued for another list (${query.token.list})`);
  }
  const resourceVersion = snapshotOf(state, query);
  if (resourceVersion < state.oldestResourceVersion) {
    return expiredResponse(parameters, state.expiredTokens === 'resumable');
  }
  const table = state.cluster.read(definition, resourceVersion);
  if (table === undefined) return tooLargeVersion(resourceVersion, state.cluster.resourceVersion);
  const {version, namespace} = info;
  return listResponse({
    definition,
    version,
    namespace,
    table,
    resourceVersion,
    query,
    list: identity,
    partial: form === 'partial',
  });
}

function snapshotOf({cluster}: ApiState, {token, resourceVersion, exact}: ListQuery): number {
  if (token !== undefined) return token.resourceVersion < 0 ? cluster.resourceVersion : token.resourceVersion;
  if (resourceVersion === undefined || resourceVersion === 0) return cluster.resourceVersion;
  return exact ? resourceVersion : Math.max(resourceVersion, cluster.resourceVersion);
}

function getOne(state: ApiState, request: ResourceRequest, form: 'full' | 'partial'): Answer {
  const {info, definition} = request;
  const {group, resource} = definition;
  const {version, namespace, name = '', subresource} = info;
  const table = state.cluster.read(definition);
  const key = definition.namespaced ? `${namespace}/${name}` : name;
  const index = table === undefined ? 0 : lowerBound(table, key);
  if (table === undefined || index >= table.length || table.keyAt(index) !== key) {
    const details = {name, ...(group === '' ? {} : {group}), kind: resource};
    const message = `${definitionName(definition)} ${JSON.stringify(name)} not found`;
    return statusResponse({code: 404, reason: 'NotFound', message, details});
  }
  if (subresource !== undefined) return unknownResource();
  const json = objectAt(table, index, version);
  const body: Uint8Array[] =
    form === 'partial'
      ? [Buffer.from(`${partialObjectMetadata(json)}\n`)]
      : definition.custom
        ? [json, Buffer.from('\n')]
        : [
            Buffer.from(`{"kind":"${definition.kind}","apiVersion":"${groupVersion(group, version)}",`),
            json.subarray(1),
            Buffer.from('\n'),
          ];
  return {status: 200, headers: {'content-type': 'application/json'}, body};
}

/** The first clause that this server can serve: `Table`, YAML and protobuf are not among them. */
function negotiate({info, definition, request}: ResourceRequest): 'full' | 'partial' | Answer {
  const wanted = info.name === undefined ? 'PartialObjectMetadataList' : 'PartialObjectMetadata';
  const clauses = parseAccept(request.headers['accept'] ?? '').filter(takesJson);
  for (const {parameters} of clauses) {
    const {as, g, v} = parameters;
    if (as === undefined) return 'full';
    if (g !== 'meta.k8s.io' || v !== 'v1') continue;
    if (as === wanted) return 'partial';
    if (as === 'PartialObjectMetadata' || as === 'PartialObjectMetadataList') {
      const what =
        info.name === undefined
          ? `a list (*core.${definition.kind}List)`
          : `not a list (*core.${definition.kind})`;
      return notAcceptable(`you requested ${as}, but the requested object is ${what}`);
    }
  }
  // Built-in resources are refused by the router already, which knows the types of watches too.
  if (clauses.length > 0 || definition.custom) return notAcceptable(acceptedTypes);
  const watches = 'application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch';
  const all = info.name === undefined ? `${representations}, ${watches}` : representations;
  return notAcceptable(`406: Not Acceptable\n\nAvailable representations: ${all}`, {details: {}});
}

/** 406. */
export function notAcceptable(message: string, extra: {readonly details?: object} = {}): Answer {
  const status = {kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message};
  return indentedAnswer(406, {...status, reason: 'NotAcceptable', ...extra, code: 406});
}

function tooLargeVersion(wanted: number, current: number): Answer {
  return statusResponse({
    code: 504,
    reason: 'Timeout',
    message: `Timeout: Too large resource version: ${wanted}, current: ${current}`,
    details: {
      causes: [{reason: 'ResourceVersionTooLarge', message: 'Too large resource version'}],
      retryAfterSeconds: 1,
    },
    headers: {'retry-after': '1'},
  });
}
