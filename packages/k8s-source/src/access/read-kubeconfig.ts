import {readFileSync} from 'node:fs';
import {dirname, isAbsolute, resolve} from 'node:path';

import {AccessError} from './access-error.ts';
import {fileProblem} from './file-problem.ts';
import {
  type Kubeconfig,
  kubeconfigOf,
  type KubeconfigCluster,
  type KubeconfigUser,
} from './kubeconfig-file.ts';
import {KubeconfigProblem} from './kubeconfig-problem.ts';
import {readYaml} from './read-yaml.ts';

/**
 * Reads kubeconfig files and merges them as kubectl does: of entries with one name, and of current contexts, that of the
 * first file counts. Paths in a file are relative to its folder.
 *
 * @throws {AccessError} when one cannot be read or is no kubeconfig. The message quotes nothing of it: it holds secrets.
 */
export function readKubeconfig(files: readonly string[]): Kubeconfig {
  const all = files.map(readFile);
  return {
    currentContext: all.find(({currentContext}) => currentContext !== '')?.currentContext ?? '',
    clusters: firstOf(all.map(({clusters}) => clusters)),
    users: firstOf(all.map(({users}) => users)),
    contexts: firstOf(all.map(({contexts}) => contexts)),
  };
}

function firstOf<T>(maps: readonly ReadonlyMap<string, T>[]): ReadonlyMap<string, T> {
  const merged = new Map<string, T>();
  for (const [name, value] of maps.flatMap((map) => [...map])) if (!merged.has(name)) merged.set(name, value);
  return merged;
}

function readFile(file: string): Kubeconfig {
  try {
    const kubeconfig = kubeconfigOf(readYaml(readFileSync(file)));
    const at = (path: string) => (path === '' || isAbsolute(path) ? path : resolve(dirname(file), path));
    return {
      ...kubeconfig,
      clusters: mapValues(kubeconfig.clusters, (cluster) => clusterAt(cluster, at)),
      users: mapValues(kubeconfig.users, (user) => userAt(user, at)),
    };
  } catch (error) {
    throw new AccessError(`The kubeconfig ${file} cannot be read: ${problemOf(error)}.`);
  }
}

type Resolve = (path: string) => string;

function clusterAt(cluster: KubeconfigCluster, at: Resolve): KubeconfigCluster {
  return {...cluster, 'certificate-authority': at(cluster['certificate-authority'])};
}

function userAt(user: KubeconfigUser, at: Resolve): KubeconfigUser {
  const {exec} = user;
  return {
    ...user,
    'client-certificate': at(user['client-certificate']),
    'client-key': at(user['client-key']),
    tokenFile: at(user.tokenFile),
    // A bare name is looked for on the PATH.
    exec: exec && {...exec, command: /[\\/]/.test(exec.command) ? at(exec.command) : exec.command},
  };
}

function mapValues<T>(entries: ReadonlyMap<string, T>, change: (value: T) => T): ReadonlyMap<string, T> {
  return new Map([...entries].map(([name, value]) => [name, change(value)]));
}

function problemOf(error: unknown): string {
  return error instanceof KubeconfigProblem ? error.message : fileProblem(error);
}
