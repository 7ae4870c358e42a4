import {KubeconfigProblem} from './kubeconfig-problem.ts';
import {base64, fields, flag, list, map, optional, text} from './kubeconfig-shape.ts';
import type {YamlValue} from './read-yaml.ts';

/** A cluster of a kubeconfig. As everywhere in it: what is not set is an empty text, as Go has it. */
export interface KubeconfigCluster {
  readonly server: string;
  readonly 'tls-server-name': string;
  readonly 'insecure-skip-tls-verify': boolean;
  readonly 'certificate-authority': string;
  readonly 'certificate-authority-data': string;
  readonly 'proxy-url': string;
}

/** An exec plugin: a program that is run for credentials. */
export interface ExecConfig {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: readonly {readonly name: string; readonly value: string}[];
  readonly apiVersion: string;
  readonly installHint: string;
  readonly provideClusterInfo: boolean;
  readonly interactiveMode: string;
}

/** An auth provider: a way to credentials that the client itself knows. */
export interface AuthProvider {
  readonly name: string;
  readonly config: Readonly<Record<string, string>>;
}

export interface KubeconfigUser {
  readonly 'client-certificate': string;
  readonly 'client-certificate-data': string;
  readonly 'client-key': string;
  readonly 'client-key-data': string;
  readonly token: string;
  readonly tokenFile: string;
  readonly as: string;
  readonly 'as-uid': string;
  readonly 'as-groups': readonly string[];
  readonly 'as-user-extra': Readonly<Record<string, readonly string[]>>;
  readonly username: string;
  readonly password: string;
  readonly 'auth-provider': AuthProvider | undefined;
  readonly exec: ExecConfig | undefined;
}

export interface KubeconfigContext {
  readonly cluster: string;
  readonly user: string;
  readonly namespace: string;
}

/** One kubeconfig, or several that were merged. Everything in it has the type that it should have. */
export interface Kubeconfig {
  readonly currentContext: string;
  readonly clusters: ReadonlyMap<string, KubeconfigCluster>;
  readonly users: ReadonlyMap<string, KubeconfigUser>;
  readonly contexts: ReadonlyMap<string, KubeconfigContext>;
}

const cluster = fields<KubeconfigCluster>({
  server: text,
  'tls-server-name': text,
  'insecure-skip-tls-verify': flag,
  'certificate-authority': text,
  'certificate-authority-data': base64,
  'proxy-url': text,
});

const exec = fields<ExecConfig>({
  command: text,
  args: list(text),
  env: list(fields({name: text, value: text})),
  apiVersion: text,
  installHint: text,
  provideClusterInfo: flag,
  interactiveMode: text,
});

const user = fields<KubeconfigUser>({
  'client-certificate': text,
  'client-certificate-data': base64,
  'client-key': text,
  'client-key-data': base64,
  token: text,
  tokenFile: text,
  as: text,
  'as-uid': text,
  'as-groups': list(text),
  'as-user-extra': map(list(text)),
  username: text,
  password: text,
  'auth-provider': optional(fields<AuthProvider>({name: text, config: map(text)})),
  exec: optional(exec),
});

const context = fields<KubeconfigContext>({cluster: text, user: text, namespace: text});

const file = fields({
  apiVersion: text,
  kind: text,
  'current-context': text,
  clusters: list(fields({name: text, cluster})),
  users: list(fields({name: text, user})),
  contexts: list(fields({name: text, context})),
});

/**
 * Reads what a kubeconfig file says, as kubectl decodes it: fields that nobody knows are passed over, a number or
 * boolean where text is expected is refused, and so are two entries of one name.
 *
 * @throws {KubeconfigProblem}
 */
export function kubeconfigOf(value: YamlValue): Kubeconfig {
  const {apiVersion, kind, clusters, users, contexts, ...others} = file(value, '');
  if ((kind !== '' && kind !== 'Config') || (apiVersion !== '' && apiVersion !== 'v1'))
    throw new KubeconfigProblem('its kind is not "Config" of apiVersion "v1"');
  return {
    currentContext: others['current-context'],
    clusters: byName('clusters', clusters, (entry) => entry.cluster),
    users: byName('users', users, (entry) => entry.user),
    contexts: byName('contexts', contexts, (entry) => entry.context),
  };
}

function byName<E extends {readonly name: string}, T>(
  section: string,
  entries: readonly E[],
  valueOf: (entry: E) => T,
): ReadonlyMap<string, T> {
  const map = new Map(entries.map((entry) => [entry.name, valueOf(entry)]));
  if (map.size < entries.length)
    throw new KubeconfigProblem(`two entries of its ${section} have the same name`);
  return map;
}
