import {readFileSync} from 'node:fs';
import type {RequestOptions} from 'node:https';
import {dirname} from 'node:path';

import type {TlsOptions} from '@firefly/http';
import {KubeConfig} from '@kubernetes/client-node';

import {AccessError} from './access-error.ts';
import type {ClusterAccess} from './cluster-access.ts';

export interface KubeconfigOptions {
  /** Merged as kubectl does: the first file that names a cluster, user or context wins. */
  readonly files: readonly string[];
  /** Context to use in place of the current one. */
  readonly context?: string;
  readonly now?: () => number;
}

/** How long the answer of a plugin or a token file is used again; plugins keep their own expiry beside it. */
const CREDENTIALS_AGE_MILLISECONDS = 60_000;

/**
 * The access that kubeconfig files give, by `@kubernetes/client-node`: client certificates, tokens, token files, basic
 * authentication, OIDC, and exec plugins, which run as child processes. The one file that imports that package.
 *
 * @throws {AccessError} when a file cannot be read or names no usable cluster, or a plugin fails.
 */
export async function kubeconfigAccess(options: KubeconfigOptions): Promise<ClusterAccess> {
  const {now = Date.now} = options;
  let kubeconfig = load(options);
  const cluster = kubeconfig.getCurrentCluster();
  const context = kubeconfig.getContextObject(kubeconfig.getCurrentContext());
  const from = options.files.join(', ');
  if (context === null) {
    const known = kubeconfig.getContexts().map(({name}) => name);
    throw new AccessError(
      `The kubeconfig ${from} has no context "${kubeconfig.getCurrentContext() ?? ''}": ` +
        (known.length === 0 ? 'it has none at all.' : `expected one of ${known.join(', ')}.`),
    );
  }
  if (cluster === null || !URL.canParse(cluster.server)) {
    throw new AccessError(
      `The kubeconfig ${from} names no usable server for the context "${context.name}": expected a URL in "clusters".`,
    );
  }
  let credentials = await authenticate(kubeconfig, from);
  let at = now();
  return {
    url: new URL(cluster.server),
    tls: credentials.tls,
    ...(cluster.proxyUrl ? {proxy: cluster.proxyUrl} : {}),
    ...(context.namespace ? {namespace: context.namespace} : {}),
    inCluster: false,
    async credentials({renew = false} = {}) {
      if (renew) kubeconfig = load(options);
      if (renew || now() - at >= CREDENTIALS_AGE_MILLISECONDS) {
        credentials = await authenticate(kubeconfig, from);
        at = now();
      }
      return credentials.headers;
    },
  };
}

function load({files, context}: KubeconfigOptions): KubeConfig {
  const merged = new KubeConfig();
  for (const file of files) {
    const one = new KubeConfig();
    try {
      one.loadFromString(readFileSync(file, 'utf8'));
      one.makePathsAbsolute(dirname(file));
    } catch (error) {
      throw new AccessError(`The kubeconfig ${file} cannot be read: ${reasonOf(error)}.`);
    }
    merged.clusters.push(...unknown(merged.clusters, one.clusters));
    merged.users.push(...unknown(merged.users, one.users));
    merged.contexts.push(...unknown(merged.contexts, one.contexts));
    merged.currentContext ??= one.currentContext;
  }
  if (context !== undefined) merged.setCurrentContext(context);
  // client-node refuses plain http unless TLS verification is off; there is no TLS then that could be verified.
  merged.clusters = merged.clusters.map((cluster) =>
    cluster.server?.startsWith('http:') ? {...cluster, skipTLSVerify: true} : cluster,
  );
  return merged;
}

function unknown<T extends {readonly name: string}>(known: readonly T[], more: readonly T[]): T[] {
  const names = new Set(known.map(({name}) => name));
  return more.filter(({name}) => !names.has(name));
}

async function authenticate(kubeconfig: KubeConfig, from: string) {
  const applied: RequestOptions = {};
  try {
    await kubeconfig.applyToHTTPSOptions(applied);
  } catch (error) {
    throw new AccessError(`The credentials of the kubeconfig ${from} cannot be used: ${reasonOf(error)}.`);
  }
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(applied.headers ?? {}))
    headers[name.toLowerCase()] = String(value);
  if (applied.auth) headers['authorization'] = `Basic ${Buffer.from(applied.auth).toString('base64')}`;
  // Only what TLS needs, out of the many fields of Node's options.
  const {ca, cert, key, passphrase, pfx, rejectUnauthorized} = applied as TlsOptions;
  const servername = (applied as {servername?: string}).servername;
  const tls: TlsOptions = Object.fromEntries(
    Object.entries({ca, cert, key, passphrase, pfx, rejectUnauthorized, servername}).filter(
      ([, value]) => value !== undefined && value !== null,
    ),
  );
  return {tls, headers};
}

/** First line of what a parser, the file system or a plugin said: the rest can hold parts of the file. */
function reasonOf(error: unknown): string {
  const {code, message} = error as NodeJS.ErrnoException;
  switch (code) {
    case 'ENOENT':
      return 'there is no such file';
    case 'EACCES':
      return 'permission denied';
    case 'EISDIR':
      return 'it is a folder, expected a file';
    default:
      return (
        (message.split('\n')[0] ?? '').slice(0, 200).replace(/[.\s]+$/, '') || 'it failed without saying why'
      );
  }
}
