import {type ApiServer, type ClusterAccess, createApiServer, loadAccess} from '@firefly/k8s-source';

import type {Environment} from '../settings/read-environment.ts';
import type {Settings} from '../settings/settings.ts';

/** An API server that commands ask a few questions; a run has connections of its own. */
export interface OpenCluster {
  readonly access: ClusterAccess;
  readonly api: ApiServer;
}

export interface OpenClusterOptions {
  readonly settings: Pick<Settings, 'external' | 'context' | 'requestsInFlight' | 'requestsPerSecond'>;
  readonly environment: Environment;
  /** Attempts at one request; a person waits for the answer. */
  readonly attempts: number;
  /** Ends a plugin of the kubeconfig that runs. */
  readonly signal: AbortSignal;
}

/**
 * Finds the way to the cluster that a run with these settings would read. Contacts nobody yet, except where a
 * kubeconfig's plugin does.
 *
 * @throws {AccessError} when there is none, or the one there is cannot be used.
 * @throws {InvalidProxyError} when the proxy for it cannot be used.
 */
export async function openCluster(options: OpenClusterOptions): Promise<OpenCluster> {
  const {settings, environment, attempts, signal} = options;
  const {external, context, requestsInFlight, requestsPerSecond} = settings;
  const access = await loadAccess({
    environment,
    signal,
    ...(external === undefined ? {} : {kubeconfig: external}),
    ...(context === undefined ? {} : {context}),
  });
  const api = createApiServer({
    access,
    requestsInFlight,
    ...(requestsPerSecond === undefined ? {} : {requestsPerSecond}),
    attempts,
    environment,
  });
  return {access, api};
}
