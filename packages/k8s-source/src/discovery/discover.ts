import type {DiscoveryFailure} from '@firefly/core';

import type {ApiServer} from '../api/api-server.ts';
import {ApiUnreachableError} from '../api/api-unreachable-error.ts';
import {isGroupDiscoveryList, readAggregated} from './aggregated-discovery.ts';
import type {DiscoveredResource} from './discovered-resource.ts';
import {readLegacyCore, readLegacyGroups} from './legacy-discovery.ts';

/** What discovery found out, and what it could not. */
export interface Discovery {
  /** Every resource of every group and version that answered. */
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
 * that one more for each group and version. A group that cannot be found out is a failure among the results. Throws
 * when `/api` or `/apis` itself cannot be read, or the core group: any number of types would be missing.
 */
export async function discover(api: ApiServer, signal: AbortSignal): Promise<Discovery> {
  try {
    const parts = await Promise.all([discoverPart(api, '/api', signal), discoverPart(api, '/apis', signal)]);
    return {
      resources: parts.flatMap(({resources}) => resources),
      failures: parts.flatMap(({failures}) => failures),
    };
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}

async function discoverPart(api: ApiServer, path: '/api' | '/apis', signal: AbortSignal): Promise<Discovery> {
  const answer = await api.json(path, {signal, accept: ACCEPT});
  if (typeof answer !== 'object' || answer === null)
    throw new ApiUnreachableError(api.origin, `its answer to ${path} is no discovery document`, false);
  if (isGroupDiscoveryList(answer)) return readAggregated(answer);
  return path === '/api' ? readLegacyCore(api, answer, signal) : readLegacyGroups(api, answer, signal);
}
