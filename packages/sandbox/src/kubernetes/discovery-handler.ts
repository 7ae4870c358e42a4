import {createHash} from 'node:crypto';
import {parseAccept, takesJson} from './accept-header.ts';
import type {Answer} from '../loopback/answer.ts';
import type {LoopbackRequest} from '../loopback/loopback-request.ts';
import type {ApiState} from './api-state.ts';
import type {Cluster} from './cluster.ts';
import {discoveryDocument} from './discovery-document.ts';
import {goAnswer, goJson} from './go-json.ts';
import {apiGroup, apiGroupList, apiResourceList, apiVersions} from './legacy-documents.ts';
import {acceptedTypes, notAcceptable} from './resource-handler.ts';
import {pageNotFound, textResponse, unknownResource} from './status-response.ts';

/** Answers `/api/<version>`, `/apis/<group>` and `/apis/<group>/<version>`. */
export function groupDiscovery(
  {cluster}: ApiState,
  request: LoopbackRequest,
  {group: name = '', version}: Readonly<Record<string, string | undefined>>,
): Answer {
  const group = cluster.groups.find((candidate) => candidate.name === name);
  if (group === undefined) return pageNotFound();
  const entry = group.versions.find((candidate) => candidate.version === version);
  if (version !== undefined && entry === undefined) return unknownIn(cluster, name);
  if (entry?.available === false) return serviceUnavailable();
  const clauses = parseAccept(request.headers['accept'] ?? '').filter(takesJson);
  if (clauses.every(({parameters}) => parameters['as'] !== undefined)) return notAcceptable(acceptedTypes);
  return goAnswer(200, version === undefined ? apiGroup(group) : apiResourceList(cluster, name, version));
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

/** Answers `/api` and `/apis`. */
export function rootDiscovery(state: ApiState, {path, headers: asked}: LoopbackRequest): Answer {
  const isCore = path === '/api';
  for (const {parameters} of parseAccept(asked['accept'] ?? '').filter(takesJson)) {
    const {as, g, v} = parameters;
    const {cluster, address, aggregatedDiscovery} = state;
    if (as === undefined) return goAnswer(200, isCore ? apiVersions(address) : apiGroupList(cluster));
    if (as !== 'APIGroupDiscoveryList' || g !== 'apidiscovery.k8s.io') continue;
    if (v !== aggregatedDiscovery || aggregatedDiscovery === 'none') continue;
    const document = discoveryDocument(cluster, isCore, aggregatedDiscovery);
    const etag = `"${createHash('sha512').update(goJson(document)).digest('hex').toUpperCase()}"`;
    const answer = goAnswer(200, document, {
      'cache-control': 'public',
      'content-type': `application/json;g=apidiscovery.k8s.io;v=${v};as=APIGroupDiscoveryList`,
      etag,
      vary: 'Accept',
    });
    return asked['if-none-match'] === etag ? {...answer, status: 304, body: []} : answer;
  }
  return notAcceptable(acceptedTypes);
}

/** What `/version` tells. */
export function versionInfo(gitVersion: string) {
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
