import {isatty} from 'node:tty';

import {parseProxy} from '@firefly/http';

import {AccessError} from './access-error.ts';
import {checkedHeaders} from './checked-headers.ts';
import {type ChosenContext, chooseContext} from './choose-context.ts';
import type {ClusterAccess, Credentials} from './cluster-access.ts';
import {impersonationHeaders} from './impersonation-headers.ts';
import {KubeconfigProblem} from './kubeconfig-problem.ts';
import type {KubeconfigUser} from './kubeconfig-file.ts';
import {protectUser} from './protect-user.ts';
import {readKubeconfig} from './read-kubeconfig.ts';
import {renewCredentials} from './renew-credentials.ts';
import {clientTls, readCredentialFile, serverTls} from './tls-of.ts';

/** Which files, and which of their contexts. */
export interface KubeconfigOptions {
  /** Merged as kubectl does: the first file that names a cluster, user or context wins. */
  readonly files: readonly string[];
  /** Context to use in place of the current one. */
  readonly context?: string;
  /** What plugins get, and where proxy variables are read. Default `process.env`. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Ends a plugin that runs. Default: nothing does. */
  readonly signal?: AbortSignal;
  readonly now?: () => number;
}

/**
 * The access that kubeconfig files give: client certificates, tokens, token files, basic authentication, and by
 * `@kubernetes/client-node`, which is loaded for them alone, exec plugins and auth providers. What is configured is sent,
 * or an error says why it cannot be; nobody is asked without it.
 *
 * @throws {AccessError} when a file cannot be read or names no usable cluster, or a plugin fails.
 * @throws {InvalidProxyError} when its proxy cannot be used.
 */
export async function kubeconfigAccess(options: KubeconfigOptions): Promise<ClusterAccess> {
  const {now = Date.now} = options;
  let loaded = await load(options);
  const {from, url, cluster, namespace} = loaded.chosen;
  const proxy = {url: cluster['proxy-url'], source: `proxy-url in the kubeconfig ${from}`};
  if (proxy.url !== '') parseProxy(proxy);
  const {tls, headers} = await loaded.authenticate();
  return {
    url,
    tls,
    ...(proxy.url === '' ? {} : {proxy}),
    ...(namespace === '' ? {} : {namespace}),
    inCluster: false,
    warnings: warningsOf(loaded.chosen),
    credentials: renewCredentials({
      first: headers,
      async renew(reason) {
        // What a plugin said is kept in what was loaded, until it expires.
        if (reason === 'refused') loaded = await load(options);
        return (await loaded.authenticate()).headers;
      },
      now,
    }),
  };
}

interface Authenticated {
  readonly tls: ClusterAccess['tls'];
  readonly headers: Credentials;
}

interface Loaded {
  readonly chosen: ChosenContext;
  authenticate(): Promise<Authenticated>;
}

async function load({files, context, environment, signal}: KubeconfigOptions): Promise<Loaded> {
  const from = files.join(', ');
  const chosen = chooseContext(readKubeconfig(files), {from, wanted: context});
  const {user, cluster} = chosen;
  if (user !== undefined) protectUser(user);
  const hasPlugin = user !== undefined && (user.exec ?? user['auth-provider']) !== undefined;
  return explained(from, async () => {
    const plugin = hasPlugin
      ? (await import('./auth-plugin.ts')).createAuthPlugin(chosen, {
          environment: environment ?? process.env,
          signal: signal ?? new AbortController().signal,
          isTerminal: isatty(0),
        })
      : undefined;
    return {
      chosen,
      authenticate: async () =>
        explained(from, async () => {
          const own = user === undefined ? {} : ownHeaders(user);
          // As in kubectl, a plugin is not asked where the user has a token or a password as well.
          const given = plugin === undefined || own['authorization'] !== undefined ? {} : await plugin();
          return {
            tls: {
              ...serverTls(cluster),
              ...(user === undefined ? {} : clientTls(user)),
              ...given.clientCertificate,
            },
            headers: checkedHeaders({
              ...own,
              ...(given.authorization === undefined ? {} : {authorization: given.authorization}),
              ...(user === undefined ? {} : impersonationHeaders(user)),
            }),
          };
        }),
    };
  });
}

async function explained<T>(from: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof KubeconfigProblem)) throw error;
    throw new AccessError(
      `The credentials of the kubeconfig ${from} cannot be used: ${error.message.replace(/\.+$/, '')}.`,
    );
  }
}

function ownHeaders(user: KubeconfigUser): Credentials {
  const {username, password} = user;
  const token = tokenOf(user);
  if (token !== '') return {authorization: `Bearer ${token}`};
  if (username === '') return {};
  return {authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`};
}

/** The file's counts, and where it cannot be read the token beside it. */
function tokenOf({token, tokenFile}: KubeconfigUser): string {
  if (tokenFile === '') return token;
  try {
    const content = readCredentialFile(tokenFile).trim();
    if (content === '') throw new KubeconfigProblem(`the token file ${tokenFile} is empty`);
    return content;
  } catch (error) {
    if (token !== '') return token;
    throw error;
  }
}

function warningsOf({from, url, cluster}: ChosenContext): string[] {
  if (url.protocol === 'http:') {
    const isNear = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(url.hostname);
    return isNear
      ? []
      : [
          `The API server ${url.origin} is asked without TLS: whoever is on the way reads the credentials, and all that is collected.`,
        ];
  }
  return cluster['insecure-skip-tls-verify']
    ? [
        `The kubeconfig ${from} says insecure-skip-tls-verify: nobody checks that ${url.origin} is the cluster, before it is given the credentials.`,
      ]
    : [];
}
