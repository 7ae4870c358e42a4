import {type ClusterIdentity, readRecord, readString, UnexpectedShapeError} from '@firefly/core';

import {acceptMetadata} from './api/accept.ts';
import type {ApiServer} from './api/api-server.ts';
import {ApiStatusError} from './api/api-status-error.ts';

/**
 * Two small requests: the server's version, and the UID of the namespace `kube-system`. What may not be read, is not
 * there, or has another shape is left out; any other failure throws: Firefly would take a cluster without its UID for
 * another one.
 */
export async function readClusterIdentity(api: ApiServer, signal: AbortSignal): Promise<ClusterIdentity> {
  const [serverVersion, uid] = await Promise.all([
    orNothing(readServerVersion(api, signal)),
    orNothing(readClusterUid(api, signal)),
  ]);
  return {
    ...(uid === undefined ? {} : {uid}),
    ...(serverVersion === undefined ? {} : {serverVersion}),
  };
}

/**
 * The UID of the namespace `kube-system`, by which clusters are told apart.
 *
 * @throws {UnexpectedShapeError} and what `ApiServer.json` throws.
 */
export async function readClusterUid(api: ApiServer, signal: AbortSignal): Promise<string | undefined> {
  const answer = await api.json('/api/v1/namespaces/kube-system', {signal, accept: acceptMetadata});
  const {metadata} = readRecord(answer, 'the namespace kube-system');
  return readString(readRecord(metadata, 'metadata')['uid'], 'metadata.uid') || undefined;
}

/**
 * The server's `gitVersion`: the first thing that a server is asked.
 *
 * @throws {UnexpectedShapeError} and what `ApiServer.json` throws.
 */
export async function readServerVersion(api: ApiServer, signal: AbortSignal): Promise<string | undefined> {
  const answer = readRecord(await api.json('/version', {signal}), 'the answer to /version');
  return readString(answer['gitVersion'], 'gitVersion') || undefined;
}

async function orNothing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ApiStatusError && (error.status === 403 || error.status === 404)) return undefined;
    if (error instanceof UnexpectedShapeError) return undefined;
    throw error;
  }
}
