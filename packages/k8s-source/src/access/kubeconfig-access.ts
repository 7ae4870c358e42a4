import {readFileSync} from 'node:fs';
import type {RequestOptions} from 'node:https';
import {dirname} from 'node:path';

import {parseProxy, type TlsOptions} from '@firefly/http';
import {KubeConfig} from '@kubernetes/client-node';

import {AccessError} from './access-error.ts';
import type {ClusterAccess} from './cluster-access.ts';
import {withExecInfo} from './exec-info.ts';
import {impersonationHeaders} from './impersonation-headers.ts';
import {type KubeconfigUser, readKubeconfig} from './read-kubeconfig.ts';
import {renewCredentials} from './renew-credentials.ts';

/** Which files, and which of their contexts. */
export interface KubeconfigOptions {
  /** Merged as kubectl does: the first file that names a cluster, user or context wins. */
  readonly files: readonly string[];
  /** Context to use in place of the current one. */
  readonly context?: string;
  readonly now?: () => number;
}

/**
 * The access that kubeconfig files give, by `@kubernetes/client-node`: client certificates, tokens, token files, basic
 * authentication, OIDC, and exec plugins, which run as child processes. The one file that imports that package.
 *
 * @throws {AccessError} when a file cannot be read or names no usable cluster, or a plugin fails.
 * @throws {InvalidProxyError} when its proxy cannot be used.
 */
export async function kubeconfigAccess(options: KubeconfigOptions): Promise<ClusterAccess> {
  const {now = Date.now} = options;
  let loaded = load(options);
  const {kubeconfig, from} = loaded;
  const context = kubeconfig.getContextObject(kubeconfig.getCurrentContext());
  const cluster = kubeconfig.getCurrentCluster();
  if (context === null) throw noContext(kubeconfig, from);
  if (cluster === null || !isHttpUrl(cluster.server)) {
    throw new AccessError(
      `The kubeconfig ${from} names no usable server for the context "${context.name}": expected a URL in "clusters".`,
    );
  }
  if (kubeconfig.getCurrentUser() === null) {
    throw new AccessError(
      `The kubeconfig ${from} has no user "${context.user}", which its context "${context.name}" names.`,
    );
  }
  const proxy = {url: cluster.proxyUrl ?? '', source: `proxy-url in the kubeconfig ${from}`};
  // Before client-node stumbles over it.
  if (proxy.url !== '') parseProxy(proxy);
  const {tls, headers} = await authenticate(loaded);
  return {
    url: new URL(cluster.server),
    tls,
    ...(proxy.url === '' ? {} : {proxy}),
    ...(context.namespace ? {namespace: context.namespace} : {}),
    inCluster: false,
    credentials: renewCredentials({
      first: headers,
      async renew(reason) {
        // What a plugin said is kept in what was loaded, until it expires.
        if (reason === 'refused') loaded = load(options);
        return (await authenticate(loaded)).headers;
      },
      now,
    }),
  };
}

interface Loaded {
  readonly kubeconfig: KubeConfig;
  /** Users as they stand in the files: client-node does not know all of their fields. */
  readonly users: ReadonlyMap<string, KubeconfigUser>;
  /** The files' names, for messages. */
  readonly from: string;
}

function load({files, context}: KubeconfigOptions): Loaded {
  const merged = new KubeConfig();
  const users = new Map<string, KubeconfigUser>();
  for (const file of files) {
    const content = readKubeconfig(file);
    const one = new KubeConfig();
    one.loadFromString(JSON.stringify(content), {onInvalidEntry: 'filter'});
    one.makePathsAbsolute(dirname(file));
    for (const {name} of notIn(merged.users, one.users)) {
      users.set(name, content.users.find((entry) => entry?.name === name)?.user ?? {});
    }
    merged.clusters.push(...notIn(merged.clusters, one.clusters));
    merged.users.push(...notIn(merged.users, one.users));
    merged.contexts.push(...notIn(merged.contexts, one.contexts));
    merged.currentContext ||= one.currentContext;
  }
  if (context !== undefined) merged.setCurrentContext(context);
  // client-node refuses plain http unless TLS verification is off; there is no TLS then that could be verified.
  merged.clusters = merged.clusters.map((cluster) =>
    cluster.server.startsWith('http:') ? {...cluster, skipTLSVerify: true} : cluster,
  );
  // A context without a user is legal; client-node then leaves out the cluster's certificate authority, too.
  merged.contexts = merged.contexts.map((one) => (one.user ? one : {...one, user: ANONYMOUS}));
  const cluster = merged.getCurrentCluster();
  merged.users = [...merged.users.map((user) => withExecInfo(user, cluster)), {name: ANONYMOUS}];
  return {kubeconfig: merged, users, from: files.join(', ')};
}

const ANONYMOUS = '';

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

function noContext(kubeconfig: KubeConfig, from: string): AccessError {
  const known = kubeconfig.getContexts().map(({name}) => name);
  const wanted = kubeconfig.getCurrentContext();
  return new AccessError(
    `The kubeconfig ${from} has no ${wanted ? `context "${wanted}"` : 'current context'}: ` +
      (known.length === 0 ? 'it has none at all.' : `expected one of ${known.join(', ')}.`),
  );
}

function notIn<T extends {readonly name: string}>(known: readonly T[], more: readonly T[]): T[] {
  const names = new Set(known.map(({name}) => name));
  return more.filter(({name}) => !names.has(name));
}

async function authenticate({kubeconfig, users, from}: Loaded) {
  const applied: RequestOptions = {};
  const headers: Record<string, string | string[]> = {};
  const user = kubeconfig.getCurrentUser();
  const fields = users.get(user?.name ?? ANONYMOUS) ?? {};
  try {
    await kubeconfig.applyToHTTPSOptions(applied);
    for (const [name, value] of Object.entries(applied.headers ?? {}))
      headers[name.toLowerCase()] = String(value).trim();
    if (applied.auth) headers['authorization'] = `Basic ${Buffer.from(applied.auth).toString('base64')}`;
    // client-node knows it under another name, and keeps what it read by a clock of its own.
    if (fields.tokenFile)
      headers['authorization'] = `Bearer ${readFileSync(fields.tokenFile, 'utf8').trim()}`;
  } catch (error) {
    const reason = user?.exec ? pluginProblem(error) : reasonOf(error);
    throw new AccessError(`The credentials of the kubeconfig ${from} cannot be used: ${reason}.`);
  }
  const others = impersonationHeaders(fields);
  if (Object.keys(others).length > 0 && headers['impersonate-user'] === undefined) {
    throw new AccessError(
      `The kubeconfig ${from} says for which groups, UID or extra fields "${user?.name}" acts, and not as whom: expected "as" beside them.`,
    );
  }
  Object.assign(headers, others);
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

function pluginProblem(error: unknown): string {
  const {code, syscall, path} = error as NodeJS.ErrnoException;
  if (syscall?.startsWith('spawn') === true)
    return `its plugin ${path} cannot be started (${code === 'ENOENT' ? 'there is no such program' : code})`;
  // What it did answer may hold the token: not quoted.
  if (error instanceof SyntaxError || error instanceof TypeError)
    return 'its plugin did not answer with an ExecCredential';
  return `its plugin failed: ${reasonOf(error)}`;
}

/** First line of what the file system or an authenticator said: the rest can hold parts of a file. */
function reasonOf(error: unknown): string {
  const {code, path, message} = error as NodeJS.ErrnoException;
  // V8 quotes the text that is not JSON.
  if (error instanceof SyntaxError) return 'something in it is not the JSON that it should be';
  if (path !== undefined)
    return `the file ${path} cannot be read (${code === 'ENOENT' ? 'there is no such file' : code})`;
  return (
    (message.split('\n')[0] ?? '').slice(0, 200).replace(/[.\s]+$/, '') || 'it failed without saying why'
  );
}
