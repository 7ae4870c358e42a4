import {
  clusterFromObjects,
  type EditableCluster,
  type KubernetesApi,
  startKubernetesApi,
} from '@firefly/sandbox';
import {onTestFinished} from 'vitest';

import type {ClusterAccess} from '../src/access/cluster-access.ts';
import {type Connected, accessTo, connect} from './api/loopback.ts';

type SandboxOptions = Omit<Parameters<typeof startKubernetesApi>[0], 'cluster'>;

export interface SandboxApi extends Connected {
  readonly server: KubernetesApi;
  readonly cluster: EditableCluster;
  readonly access: ClusterAccess;
}

/** An embedded API server for one test, and a client of its first user; what was illegal fails the test. */
export async function startSandbox(
  objects: Parameters<typeof clusterFromObjects>[0],
  options: SandboxOptions & {
    readonly namespace?: string;
    readonly types?: NonNullable<Parameters<typeof clusterFromObjects>[1]>['types'];
  } = {},
): Promise<SandboxApi> {
  const {namespace, types = [], ...others} = options;
  const cluster = clusterFromObjects(objects, {types});
  const server = await startKubernetesApi({cluster, tls: false, expectUserAgent: true, ...others});
  onTestFinished(async () => {
    await server.close();
    if (server.violations.length > 0) throw new Error(server.violations.join('\n'));
  });
  const [user = ''] = Object.keys(server.tokens);
  const access = accessTo(new URL(server.url), {
    credentials: async () => ({authorization: `Bearer ${server.tokens[user]}`}),
    ...(namespace === undefined ? {} : {namespace}),
  });
  return {server, cluster, access, ...connect(access)};
}

/** A ConfigMap, the plainest of namespaced objects. */
export function configMap(namespace: string, name: string, data: Record<string, string> = {}) {
  return {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name, namespace}, data};
}
