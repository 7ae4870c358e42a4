import {existsSync, readFileSync} from 'node:fs';
import {isIPv6} from 'node:net';
import {join} from 'node:path';

import {AccessError} from './access-error.ts';
import {checkedHeaders} from './checked-headers.ts';
import type {ClusterAccess} from './cluster-access.ts';
import {KubeconfigProblem} from './kubeconfig-problem.ts';
import {renewCredentials} from './renew-credentials.ts';
import {certificatesIn} from './tls-of.ts';

const serviceAccountFolder = '/var/run/secrets/kubernetes.io/serviceaccount';

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
 * @throws {AccessError} in a cluster whose service account files, or whose address, cannot be used.
 */
export function inClusterAccess(options: InClusterOptions): ClusterAccess | undefined {
  const {environment, folder = serviceAccountFolder, now = Date.now} = options;
  const host = environment['KUBERNETES_SERVICE_HOST'];
  const port = environment['KUBERNETES_SERVICE_PORT'];
  const tokenFile = join(folder, 'token');
  if (!host || !port || !existsSync(tokenFile)) return undefined;

  const readToken = () => usable(() => checkedHeaders({authorization: `Bearer ${readSome(tokenFile)}`}));
  const namespaceFile = join(folder, 'namespace');
  return {
    url: serverUrl(host, port),
    tls: {ca: usable(() => certificatesIn(readSome(join(folder, 'ca.crt'))))},
    ...(existsSync(namespaceFile) ? {namespace: read(namespaceFile)} : {}),
    inCluster: true,
    credentials: renewCredentials({first: readToken(), renew: async () => readToken(), now}),
  };
}

function serverUrl(host: string, port: string): URL {
  const name = isIPv6(host) ? `[${host}]` : host;
  const url = /^(?:[\w.-]+|\[[\da-f:.]+\]):\d+$/i.test(`${name}:${port}`)
    ? URL.parse(`https://${name}:${port}`)
    : null;
  if (url !== null) return url;
  throw new AccessError(
    `The API server's address "${host}:${port}" cannot be used: expected a host name or an address in KUBERNETES_SERVICE_HOST, and a port in KUBERNETES_SERVICE_PORT.`,
  );
}

function usable<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof KubeconfigProblem)) throw error;
    throw new AccessError(`The service account of this pod cannot be used: ${error.message}.`);
  }
}

function readSome(file: string): string {
  const content = read(file);
  if (content === '') throw new AccessError(`The service account's file ${file} is empty.`);
  return content;
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
