import {existsSync, readFileSync} from 'node:fs';
import {isIPv6} from 'node:net';
import {join} from 'node:path';

import {AccessError} from './access-error.ts';
import type {ClusterAccess} from './cluster-access.ts';
import {renewCredentials} from './renew-credentials.ts';

const SERVICE_ACCOUNT_FOLDER = '/var/run/secrets/kubernetes.io/serviceaccount';

/** Where a pod finds its service account. */
export interface InClusterOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where the kubelet mounts the service account. */
  readonly folder?: string;
  readonly now?: () => number;
}

/**
 * The access that a pod has by its service account, or undefined outside of a cluster.
 * Loads nothing but two small files: `@kubernetes/client-node` is for kubeconfigs only.
 *
 * @throws {AccessError} in a cluster whose service account files cannot be read.
 */
export function inClusterAccess(options: InClusterOptions): ClusterAccess | undefined {
  const {environment, folder = SERVICE_ACCOUNT_FOLDER, now = Date.now} = options;
  const host = environment['KUBERNETES_SERVICE_HOST'];
  const port = environment['KUBERNETES_SERVICE_PORT'];
  const tokenFile = join(folder, 'token');
  if (!host || !port || !existsSync(tokenFile)) return undefined;

  const readToken = () => ({authorization: `Bearer ${read(tokenFile)}`});
  const namespaceFile = join(folder, 'namespace');
  return {
    url: new URL(`https://${isIPv6(host) ? `[${host}]` : host}:${port}`),
    tls: {ca: read(join(folder, 'ca.crt'))},
    ...(existsSync(namespaceFile) ? {namespace: read(namespaceFile)} : {}),
    inCluster: true,
    credentials: renewCredentials({first: readToken(), renew: async () => readToken(), now}),
  };
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new AccessError(
      `The service account's file ${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`,
    );
  }
}
