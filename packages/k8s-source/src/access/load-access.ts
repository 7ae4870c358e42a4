import {existsSync} from 'node:fs';
import {homedir} from 'node:os';
import {delimiter, join} from 'node:path';

import {AccessError} from './access-error.ts';
import type {ClusterAccess} from './cluster-access.ts';
import {inClusterAccess, type InClusterOptions} from './in-cluster-access.ts';

/** Where the way to the cluster is looked for. */
export interface LoadAccessOptions {
  /** A kubeconfig file: used in any case when given. */
  readonly kubeconfig?: string;
  /** Context of the kubeconfig; means a kubeconfig even in a pod. Default: its current one. */
  readonly context?: string;
  /** Where `KUBECONFIG`, `HOME`, `KUBERNETES_SERVICE_*`, and by a source the proxy variables, are read. Default `process.env`. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /**
   * Where the kubelet mounts the service account.
   * Default `/var/run/secrets/kubernetes.io/serviceaccount`.
   */
  readonly serviceAccountFolder?: string;
  /** Ends a plugin that runs. Default: nothing does. */
  readonly signal?: AbortSignal;
}

/**
 * Finds the way to the cluster: the kubeconfig that was named; else the service account of the pod that this runs in;
 * else `KUBECONFIG`; else `~/.kube/config`. A context that is asked for by name means a kubeconfig.
 *
 * @throws {AccessError} when there is none, or the one there is cannot be used.
 */
export async function loadAccess(options: LoadAccessOptions = {}): Promise<ClusterAccess> {
  const {kubeconfig, context, environment = process.env} = options;
  if (kubeconfig === undefined && context === undefined) {
    const inCluster: InClusterOptions =
      options.serviceAccountFolder === undefined
        ? {environment}
        : {environment, folder: options.serviceAccountFolder};
    const access = inClusterAccess(inCluster);
    if (access !== undefined) return access;
  }
  const files = filesOf(kubeconfig, environment);
  // Nothing that only a kubeconfig needs is loaded in a cluster.
  const {kubeconfigAccess} = await import('./kubeconfig-access.ts');
  return kubeconfigAccess({
    files,
    environment,
    ...(context === undefined ? {} : {context}),
    ...(options.signal === undefined ? {} : {signal: options.signal}),
  });
}

/**
 * Names of the contexts that `loadAccess` may be asked for.
 *
 * @throws {AccessError} when there is no kubeconfig, or it cannot be read.
 */
export async function contextNames(
  options: Pick<LoadAccessOptions, 'kubeconfig' | 'environment'> = {},
): Promise<readonly string[]> {
  const {readKubeconfig} = await import('./read-kubeconfig.ts');
  const files = filesOf(options.kubeconfig, options.environment ?? process.env);
  return [...readKubeconfig(files).contexts.keys()];
}

function filesOf(
  kubeconfig: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): string[] {
  return kubeconfig === undefined ? defaultFiles(environment) : [expandHome(kubeconfig, environment)];
}

function defaultFiles(environment: Readonly<Record<string, string | undefined>>): string[] {
  const listed = (environment['KUBECONFIG'] ?? '').split(delimiter).filter((file) => file !== '');
  const candidates = listed.length > 0 ? listed : [expandHome('~/.kube/config', environment)];
  const files = candidates.filter((file) => existsSync(file));
  if (files.length === 0) {
    throw new AccessError(
      `No cluster to read: this is not a pod with a service account, and ${candidates.join(', ')} ` +
        `${candidates.length === 1 ? 'does' : 'do'} not exist; expected a kubeconfig by -external FILE or KUBECONFIG.`,
    );
  }
  return files;
}

function expandHome(file: string, environment: Readonly<Record<string, string | undefined>>): string {
  if (!file.startsWith('~/')) return file;
  const home = environment['HOME'] || passwdHome();
  if (home === undefined) {
    throw new AccessError(
      `No cluster to read: there is no home folder for ${file}, since HOME is not set; ` +
        'expected a kubeconfig by -external FILE or KUBECONFIG.',
    );
  }
  return join(home, file.slice(2));
}

/** A user without an entry there, as OpenShift's are, has none. */
function passwdHome(): string | undefined {
  try {
    return homedir();
  } catch {
    return undefined;
  }
}
