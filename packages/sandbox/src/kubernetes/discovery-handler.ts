import {createHash} from 'node:crypto';
import {parseAccept, takesJson} from './accept-header.ts';
import type {Answer} from '../loopback/answer.ts';
import type {LoopbackRequest} from '../loopback/loopback-request.ts';
import type {ApiState} from './api-state.ts';
import type {Cluster} from './cluster.ts';
import {discoveryDocument} from './discovery-document.ts';
import {goJson} from './go-json.ts';
import {apiGroup, apiGroupList, apiResourceList, apiVersions} from './legacy-discovery.ts';
import {acceptedTypes, notAcceptable} from './resource-handler.ts';
import {pageNotFound, textResponse, unknownResource} from './status-response.ts';

/** Answers `/api…`, `/apis…`, `/version` and the health checks; undefined for any other path. */
export function readPath(state: ApiState, request: LoopbackRequest): Answer | undefined {
  const {cluster} = state;
  const path = request.path.replace(/(?<=.)\/$/, '');
  switch (path) {
    case '/api':
    case '/apis':
      return rootDiscovery(state, path, request);
    case '/version':
      return indented(versionInfo(state.serverVersion));
    case '/readyz':
    case '/livez':
    case '/healthz':
      return textResponse(200, 'ok');
    default:
  }
  const [root, ...parts] = path.split('/').slice(1);
  const [name, version] = root === 'api' ? ['', ...parts] : parts;
  if ((root !== 'api' && root !== 'apis') || parts.length > (root === 'api' ? 1 : 2)) return undefined;
  const group = cluster.groups.find((candidate) => candidate.name === name);
  if (group === undefined) return pageNotFound();
  const entry = group.versions.find((candidate) => candidate.version === version);
  if (version !== undefined && entry === undefined) return unknownIn(cluster, group.name);
  if (entry?.available === false) return serviceUnavailable();
  if (
    !parseAccept(request.headers['accept'] ?? '').some(
      (clause) => takesJson(clause) && clause.parameters['as'] === undefined,
    )
  ) {
    return notAcceptable(acceptedTypes);
  }
  return json(version === undefined ? apiGroup(group) : apiResourceList(cluster, group.name, version));
}

/** 404 for what a group does not have: custom resources are not told apart from paths that nobody serves. */
export function unknownIn({resources}: Cluster, group: string): Answer {
  const custom = resources.every((definition) => definition.group !== group || definition.custom);
  return custom ? pageNotFound() : unknownResource();
}

/** What the aggregator says for an aggregated API whose backend is dead. */
export function serviceUnavailable(): Answer {
  return textResponse(503, 'service unavailable\n');
}

function rootDiscovery(state: ApiState, path: '/api' | '/apis', {headers: asked}: LoopbackRequest): Answer {
  for (const {parameters} of parseAccept(asked['accept'] ?? '').filter(takesJson)) {
    const {as, g, v} = parameters;
    if (as === undefined)
      return json(path === '/api' ? apiVersions(state.address) : apiGroupList(state.cluster));
    if (as !== 'APIGroupDiscoveryList' || g !== 'apidiscovery.k8s.io') continue;
    if (v !== state.aggregatedDiscovery || state.aggregatedDiscovery === 'none') continue;
    const text = goJson(discoveryDocument(state.cluster, path, state.aggregatedDiscovery));
    const etag = `"${createHash('sha512').update(text).digest('hex').toUpperCase()}"`;
    const headers = {
      'cache-control': 'public',
      'content-type': `application/json;g=apidiscovery.k8s.io;v=${v};as=APIGroupDiscoveryList`,
      etag,
      vary: 'Accept',
    };
    if (asked['if-none-match'] === etag) return {status: 304, headers, body: []};
    return {status: 200, headers, body: [Buffer.from(`${text}\n`)]};
  }
  return notAcceptable(acceptedTypes);
}

function versionInfo(gitVersion: string) {
  const [, major = '1', minor = '36'] = /^v(\d+)\.(\d+)/.exec(gitVersion) ?? [];
  return {
    major,
    minor,
    emulationMajor: major,
    emulationMinor: minor,
    minCompatibilityMajor: major,
    minCompatibilityMinor: String(Number(minor) - 1),
    gitVersion,
    gitCommit: 'unknown',
    gitTreeState: 'clean',
    buildDate: '2026-08-01T00:00:00Z',
    goVersion: 'go1.26.8',
    compiler: 'gc',
    platform: 'linux/amd64',
  };
}

function json(value: unknown): Answer {
  return {
    status: 200,
    headers: {'content-type': 'application/json'},
    body: [Buffer.from(`${goJson(value)}\n`)],
  };
}

/** `/version` comes indented whoever asks. */
function indented(value: unknown): Answer {
  return {
    status: 200,
    headers: {'content-type': 'application/json'},
    body: [Buffer.from(JSON.stringify(value, undefined, 2))],
    verbatim: true,
  };
}
