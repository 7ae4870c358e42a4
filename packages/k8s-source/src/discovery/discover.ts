import {type DiscoveryFailure, messageOf} from '@firefly/core';

import type {ApiServer} from '../api/api-server.ts';
import {ApiUnreachableError} from '../api/api-unreachable-error.ts';
import {type GroupDiscoveryList, isGroupDiscoveryList, readAggregated} from './aggregated-discovery.ts';
import type {DiscoveredResource} from './discovered-resource.ts';
import {readLegacyCore, readLegacyGroups} from './legacy-discovery.ts';

export interface Discovery {
  readonly resources: readonly DiscoveredResource[];
  /** Groups and versions that could not be found out: one broken aggregated API never hides the others. */
  readonly failures: readonly DiscoveryFailure[];
}

/** The newest format first; a server takes the first one that it knows. */
const ACCEPT = [
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList',
  'application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList',
  'application/json',
].join(',');

/**
 * Every resource of every group and version that the API server serves.
 *
 * Two requests, `/api` and `/apis`, where the server knows aggregated discovery (Kubernetes 1.26 and later); before
 * that one more for each group and version. Throws only when `/apis` and `/api` both fail.
 */
export async function discover(api: ApiServer, signal: AbortSignal): Promise<Discovery> {
  const parts = await Promise.allSettled([
    discoverPart(api, '/api', signal),
    discoverPart(api, '/apis', signal),
  ]);
  signal.throwIfAborted();
  const found: Discovery[] = [];
  const failures: DiscoveryFailure[] = [];
  for (const [index, part] of parts.entries()) {
    if (part.status === 'fulfilled') found.push(part.value);
    else failures.push({groupVersion: index === 0 ? '/api' : '/apis', message: messageOf(part.reason)});
  }
  const [first] = parts;
  if (found.length === 0 && first.status === 'rejected') throw first.reason;
  return {
    resources: found.flatMap(({resources}) => resources),
    failures: [...failures, ...found.flatMap((part) => part.failures)],
  };
}

async function discoverPart(api: ApiServer, path: '/api' | '/apis', signal: AbortSignal): Promise<Discovery> {
  const answer = await api.json(path, {signal, accept: ACCEPT});
  if (typeof answer !== 'object' || answer === null)
    throw new ApiUnreachableError(api.origin, `its answer to ${path} is no discovery document`, false);
  if (isGroupDiscoveryList(answer)) return readAggregated(answer satisfies GroupDiscoveryList);
  return path === '/api' ? readLegacyCore(api, answer, signal) : readLegacyGroups(api, answer, signal);
}
