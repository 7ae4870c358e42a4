import {readRecord} from '@firefly/core';

import type {ApiServer} from '../api/api-server.ts';
import {ApiUnreachableError} from '../api/api-unreachable-error.ts';
import {isGroupDiscoveryList, readAggregated} from './aggregated-discovery.ts';
import {isBuiltInGroup} from './built-in-groups.ts';
import {readCustomGroups} from './custom-groups.ts';
import type {DiscoveredResource} from './discovered-resource.ts';
import {type Discovery, DiscoveryRecord} from './discovery-record.ts';
import {readLegacyCore, readLegacyGroups} from './legacy-discovery.ts';

/** The newest format first; a server takes the first one that it knows. */
const aggregatedDiscovery = [
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList',
  'application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList',
  'application/json',
].join(',');

/**
 * Every resource of every group and version that the API server serves.
 *
 * Two requests, `/api` and `/apis`, where the server knows aggregated discovery (Kubernetes 1.26 and later); before
 * that one more for each group and version. One more, for the names of CustomResourceDefinitions, where a group of the
 * Kubernetes community (`….k8s.io`) is served that is not kube-apiserver's own. A part that does not answer, or not in
 * the shape that it must have, is a failure among the results. Throws when `/api` or `/apis` itself cannot be read or is no
 * discovery document, and where the core group cannot be read or has nothing: any number of types would be missing.
 */
export async function discover(api: ApiServer, signal: AbortSignal): Promise<Discovery> {
  // One each, so that the order does not depend on who answers first.
  const core = new DiscoveryRecord('/api');
  const groups = new DiscoveryRecord('/apis');
  try {
    await Promise.all([discoverPart(api, '/api', core, signal), discoverPart(api, '/apis', groups, signal)]);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
  const [one, other] = [core.discovery, groups.discovery];
  return {
    resources: await withCustomGroups(api, [...one.resources, ...other.resources], signal),
    types: [...one.types, ...other.types],
    failures: [...one.failures, ...other.failures],
  };
}

async function discoverPart(
  api: ApiServer,
  path: '/api' | '/apis',
  record: DiscoveryRecord,
  signal: AbortSignal,
): Promise<void> {
  const answer = await api.json(path, {signal, accept: aggregatedDiscovery});
  const list = Array.isArray(answer) ? {} : readRecord(answer, path);
  const {kind, key, read} = legacy[path];
  if (isGroupDiscoveryList(list)) readAggregated(list, record);
  else if (list['kind'] === kind || Object.hasOwn(list, key)) await read(api, list, record, signal);
  else throw new ApiUnreachableError(api.origin, `its answer to ${path} is no discovery document`, false);
  // Every cluster has Namespaces and Pods: without them the answer is another server's, or a part of one.
  if (path === '/api' && record.discovery.resources.length === 0)
    throw new ApiUnreachableError(api.origin, `its answer to ${path} names no resource`, false);
}

/** What a server before 1.26 answers with. */
const legacy = {
  '/api': {kind: 'APIVersions', key: 'versions', read: readLegacyCore},
  '/apis': {kind: 'APIGroupList', key: 'groups', read: readLegacyGroups},
} as const;

/**
 * Groups that end in `.k8s.io` are the Kubernetes community's: those with CustomResourceDefinitions (Gateway API,
 * volume snapshots) are custom resource groups, an aggregated API of that name is none.
 */
async function withCustomGroups(
  api: ApiServer,
  resources: readonly DiscoveredResource[],
  signal: AbortSignal,
): Promise<readonly DiscoveredResource[]> {
  const isOpen = ({group}: DiscoveredResource) => group.endsWith('.k8s.io') && !isBuiltInGroup(group);
  if (!resources.some(isOpen)) return resources;
  const custom = await readCustomGroups(api, signal);
  if (custom === undefined) return resources;
  return resources.map((resource) =>
    isOpen(resource) ? {...resource, custom: custom.has(resource.group)} : resource,
  );
}
