import {readFileSync} from 'node:fs';

import {parse} from 'yaml';

/** How the raw reader reaches a cluster: a bearer token over TLS is all that it knows. */
export interface ClusterAddress {
  readonly url: string;
  readonly token: string;
  /** PEM; undefined where the kubeconfig turns verification off. */
  readonly ca: string | undefined;
}

interface Kubeconfig {
  readonly 'current-context': string;
  readonly contexts: readonly {
    readonly name: string;
    readonly context: {readonly cluster: string; readonly user: string};
  }[];
  readonly clusters: readonly {
    readonly name: string;
    readonly cluster: {readonly server: string; readonly 'certificate-authority-data'?: string};
  }[];
  readonly users: readonly {readonly name: string; readonly user: {readonly token?: string}}[];
}

/** Reads the current context of a kubeconfig. Throws one sentence when it cannot be read or holds no token. */
export function readClusterAddress(file: string): ClusterAddress {
  const kubeconfig = readKubeconfig(file);
  const {contexts, clusters, users} = kubeconfig;
  const context = contexts?.find(({name}) => name === kubeconfig['current-context'])?.context;
  const cluster = clusters?.find(({name}) => name === context?.cluster)?.cluster;
  const token = users?.find(({name}) => name === context?.user)?.user.token;
  if (cluster === undefined || token === undefined) {
    throw new Error(
      `The benchmark needs a kubeconfig whose current context has a server and a token; ${file} has not.`,
    );
  }
  const data = cluster['certificate-authority-data'];
  return {
    url: cluster.server,
    token,
    ca: data === undefined ? undefined : Buffer.from(data, 'base64').toString('utf8'),
  };
}

function readKubeconfig(file: string): Partial<Kubeconfig> {
  try {
    return (parse(readFileSync(file, 'utf8')) ?? {}) as Partial<Kubeconfig>;
  } catch (error) {
    throw new Error(`${file} cannot be read as a kubeconfig: it is missing, unreadable or no YAML.`, {
      cause: error,
    });
  }
}
