import {AccessError} from './access-error.ts';
import type {ExecConfig, Kubeconfig, KubeconfigCluster, KubeconfigUser} from './kubeconfig-file.ts';

/** The cluster and the user that a context brings together; usable as far as can be seen without their files. */
export interface ChosenContext {
  /** Where it stands, for messages: `The kubeconfig FILES …`. */
  readonly from: string;
  readonly context: string;
  readonly namespace: string;
  readonly url: URL;
  readonly cluster: KubeconfigCluster;
  /** Its name, and undefined where the context names none: nobody in particular asks. */
  readonly userName: string | undefined;
  readonly user: KubeconfigUser | undefined;
}

/**
 * The context that is wanted, or else the current one, refused where kubectl would refuse it (client-go's
 * `ConfirmUsable`); and where kubectl would ask a server of its own choice, `localhost:8080`.
 *
 * @throws {AccessError}
 */
export function chooseContext(
  kubeconfig: Kubeconfig,
  {from, wanted = kubeconfig.currentContext}: {readonly from: string; readonly wanted?: string | undefined},
): ChosenContext {
  const fail = (problem: string): never => {
    throw new AccessError(`The kubeconfig ${from} ${problem}.`);
  };
  const context = wanted === '' ? undefined : kubeconfig.contexts.get(wanted);
  if (context === undefined) {
    const known = [...kubeconfig.contexts.keys()];
    return fail(
      `has no ${wanted ? `context "${wanted}"` : 'current context'}: ` +
        (known.length === 0 ? 'it has none at all' : `expected one of ${known.join(', ')}`),
    );
  }
  const cluster = kubeconfig.clusters.get(context.cluster);
  // `URL` passes over white space.
  const server = /\s/.test(cluster?.server ?? '') ? null : URL.parse(cluster?.server ?? '');
  if (cluster === undefined || server === null || !/^https?:$/.test(server.protocol))
    return fail(`names no usable server for the context "${wanted}": expected a URL in "clusters"`);
  const user = kubeconfig.users.get(context.user);
  if (context.user !== '' && user === undefined)
    return fail(`has no user "${context.user}", which its context "${wanted}" names`);
  // Nobody in particular may ask where there is no TLS: that is `kubectl proxy`, or another door on this machine.
  if (server.protocol === 'https:' && (user === undefined || !isKnown(user))) {
    return fail(
      (user === undefined
        ? `names no user for the context "${wanted}"`
        : `gives the user "${context.user}" ${half(user)}`) +
        ': expected a token, a client certificate and its key, a username and password, or a plugin',
    );
  }
  const problem =
    clusterProblem(context.cluster, cluster) ??
    (user === undefined ? undefined : userProblem(context.user, user));
  if (problem !== undefined) return fail(problem);
  return {
    from,
    context: wanted,
    namespace: context.namespace,
    url: server,
    cluster,
    userName: context.user || undefined,
    user,
  };
}

function clusterProblem(name: string, cluster: KubeconfigCluster): string | undefined {
  const hasFile = cluster['certificate-authority'] !== '';
  const hasData = cluster['certificate-authority-data'] !== '';
  if (hasFile && hasData)
    return `gives the cluster "${name}" both certificate-authority and certificate-authority-data: expected one of them`;
  if (cluster['insecure-skip-tls-verify'] && (hasFile || hasData))
    return `gives the cluster "${name}" a certificate authority, and says insecure-skip-tls-verify: expected one of them`;
  return undefined;
}

/** Whether there is something that says who asks. A key, or a password, is nothing without the other half. */
function isKnown(user: KubeconfigUser): boolean {
  const {token, tokenFile, username, exec, 'auth-provider': provider} = user;
  const isNamed = token !== '' || tokenFile !== '' || username !== '';
  return isNamed || has(user, 'client-certificate') || (exec ?? provider) !== undefined;
}

const certificateAndKey = ['client-certificate', 'client-key'] as const;

function has(user: KubeconfigUser, field: (typeof certificateAndKey)[number]): boolean {
  return user[field] !== '' || user[`${field}-data`] !== '';
}

function userProblem(name: string, user: KubeconfigUser): string | undefined {
  const whose = `gives the user "${name}"`;
  for (const field of certificateAndKey) {
    if (user[field] !== '' && user[`${field}-data`] !== '')
      return `${whose} both ${field} and ${field}-data: expected one of them`;
  }
  if (has(user, 'client-certificate') && !has(user, 'client-key'))
    return `${whose} a client certificate without its key: expected client-key or client-key-data beside it`;
  const {token, username, password, exec} = user;
  if (token !== '' && (username !== '' || password !== ''))
    return `${whose} both a token, and a username or password: expected one of them`;
  if (exec !== undefined && user['auth-provider'] !== undefined)
    return `${whose} both an exec plugin and an auth provider: expected one of them`;
  const plugin = exec && execProblem(exec);
  if (plugin !== undefined) return `${whose} an exec plugin ${plugin}`;
  const {as, 'as-uid': uid, 'as-groups': groups, 'as-user-extra': extra} = user;
  if (as === '' && (uid !== '' || groups.length > 0 || Object.keys(extra).length > 0))
    return `says for which groups, UID or extra fields "${name}" acts, and not as whom: expected "as" beside them`;
  return undefined;
}

/** Half of what somebody is known by: it says more than that nothing is there. */
function half(user: KubeconfigUser): string {
  if (has(user, 'client-key')) return 'a client key without its certificate';
  return user.password === '' ? 'nothing to be known by' : 'a password without a username';
}

const execVersions = ['client.authentication.k8s.io/v1', 'client.authentication.k8s.io/v1beta1'];
const interactiveModes = ['Never', 'IfAvailable', 'Always'];

function execProblem({command, apiVersion, env, interactiveMode}: ExecConfig): string | undefined {
  if (command === '') return 'without a command';
  if (!execVersions.includes(apiVersion))
    return `of the apiVersion "${apiVersion}": expected ${execVersions.join(' or ')}`;
  if (env.some(({name}) => name === '')) return 'with a variable that has no name';
  // v1beta1 has a default.
  if (interactiveMode === '' && apiVersion !== execVersions[0]) return undefined;
  if (interactiveModes.includes(interactiveMode)) return undefined;
  const given =
    interactiveMode === '' ? 'without interactiveMode' : `of the interactiveMode "${interactiveMode}"`;
  return `${given}: expected ${interactiveModes.join(', ')}`;
}
