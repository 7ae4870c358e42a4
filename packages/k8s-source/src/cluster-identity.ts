import type {ClusterIdentity} from '@firefly/core';

import type {ApiServer} from './api/api-server.ts';
import {ApiStatusError} from './api/api-status-error.ts';

const METADATA_ONLY = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json';

/**
 * Two small requests: the server's version, and the UID of the namespace `kube-system`. What may not be read is left
 * out; credentials that are refused, or no answer at all, throw: nothing else could be read either.
 */
export async function readClusterIdentity(api: ApiServer, signal: AbortSignal): Promise<ClusterIdentity> {
  const [version, namespace] = await Promise.all([
    orNothing(api.json('/version', {signal})),
    orNothing(api.json('/api/v1/namespaces/kube-system', {signal, accept: METADATA_ONLY})),
  ]);
  const serverVersion = (version as {gitVersion?: unknown} | undefined)?.gitVersion;
  const uid = (namespace as {metadata?: {uid?: unknown}} | undefined)?.metadata?.uid;
  return {
    ...(typeof uid === 'string' ? {uid} : {}),
    ...(typeof serverVersion === 'string' ? {serverVersion} : {}),
  };
}

async function orNothing(answer: Promise<unknown>): Promise<unknown> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ApiStatusError && error.status !== 401) return undefined;
    throw error;
  }
}
