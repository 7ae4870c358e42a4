import type {RequestOptions} from 'node:https';

import {KubeConfig} from '@kubernetes/client-node';

import type {ChosenContext} from './choose-context.ts';
import {checkExecCredential} from './exec-credential.ts';
import {execInfo} from './exec-info.ts';
import type {AuthProvider, ExecConfig} from './kubeconfig-file.ts';
import {KubeconfigProblem} from './kubeconfig-problem.ts';
import {type RenewedToken, renewIdToken} from './renew-id-token.ts';
import {type StartedPlugin, startExecPlugin} from './start-exec-plugin.ts';

/** What a plugin gave: one of both at least. */
export interface PluginCredentials {
  readonly authorization?: string;
  readonly clientCertificate?: {readonly cert: string; readonly key: string};
}

export interface AuthPluginOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Ends a plugin that runs. */
  readonly signal: AbortSignal;
  /** Whether standard input is a terminal. */
  readonly isTerminal: boolean;
}

/**
 * The exec plugin or auth provider of a user, by `@kubernetes/client-node`, which runs it, keeps what it gave until that
 * expires, and asks it again. How a program is started and what an issuer is asked is ours: client-node has no limit, no
 * terminal and no secret for them. The one file that imports that package, loaded for such users alone.
 *
 * The returned function throws a KubeconfigProblem where the plugin gives no credentials: nobody is asked without.
 */
export function createAuthPlugin(
  chosen: ChosenContext,
  options: AuthPluginOptions,
): () => Promise<PluginCredentials> {
  const {exec, 'auth-provider': provider} = chosen.user ?? {};
  const name = 'user';
  const kubeconfig = new KubeConfig();
  kubeconfig.loadFromOptions({
    // Of the cluster nothing is needed.
    clusters: [{name, server: 'https://unused.invalid', skipTLSVerify: false}],
    contexts: [{name, cluster: name, user: name}],
    users: [{name, exec, authProvider: provider && checkedProvider(provider)}],
    currentContext: name,
  });
  const runs = exec && replaceSpawn(kubeconfig, chosen, exec, options);
  replaceOidcClient(kubeconfig, options);

  return async () => {
    const applied: RequestOptions = {};
    let failure: unknown;
    try {
      await kubeconfig.applyToHTTPSOptions(applied);
    } catch (error) {
      failure = error;
    }
    options.signal.throwIfAborted();
    const run = runs?.last();
    if (exec !== undefined && run !== undefined) {
      const problem = run.problem();
      if (problem !== undefined) {
        const hint = exec.installHint === '' ? '' : `. ${exec.installHint}`;
        throw new KubeconfigProblem(`its plugin ${exec.command} ${problem}${hint}`);
      }
      checkExecCredential(run.answer(), exec.apiVersion);
    }
    if (failure !== undefined) throw providerProblem(failure, provider);
    const {cert, key} = applied as {cert?: string; key?: string};
    const {Authorization: authorization} = applied.headers as {Authorization?: string};
    if (authorization === undefined && cert === undefined) throw providerProblem(undefined, provider);
    return {
      ...(authorization === undefined ? {} : {authorization}),
      ...(cert === undefined || key === undefined ? {} : {clientCertificate: {cert, key}}),
    };
  };
}

/** The parts of client-node's authenticators that are replaced; their types hide them. */
interface Authenticator {
  execFn?: (command: string, args: string[] | undefined, options: {env?: NodeJS.ProcessEnv}) => unknown;
  getClient?: (user: {authProvider: AuthProvider}) => Promise<{refresh: () => Promise<RenewedToken>}>;
}

function authenticatorOf(
  kubeconfig: KubeConfig,
  user: {exec?: object; authProvider?: object},
): Authenticator {
  const all = kubeconfig['authenticators'] as (Authenticator & {isAuthProvider(user: object): boolean})[];
  const found = all.find((one) => one.isAuthProvider(user));
  if (found === undefined) throw new TypeError('client-node no longer has the authenticators that it had.');
  return found;
}

function replaceSpawn(
  kubeconfig: KubeConfig,
  {cluster}: ChosenContext,
  exec: ExecConfig,
  {environment, signal, isTerminal}: AuthPluginOptions,
): {last(): StartedPlugin | undefined} {
  const {interactiveMode} = exec;
  const interactive = isTerminal && interactiveMode !== 'Never';
  if (interactiveMode === 'Always' && !interactive) {
    throw new KubeconfigProblem(
      `its plugin ${exec.command} is always interactive, and standard input is not a terminal`,
    );
  }
  let last: StartedPlugin | undefined;
  authenticatorOf(kubeconfig, {exec}).execFn = (command, args = []) => {
    last = startExecPlugin(command, args, {
      environment: {
        ...withoutFireflyKeys(environment),
        ...Object.fromEntries(exec.env.map(({name, value}) => [name, value])),
        KUBERNETES_EXEC_INFO: execInfo(exec, cluster, interactive),
      },
      interactive,
      signal,
    });
    return last.process;
  };
  return {last: () => last};
}

/** A plugin has no use for the keys of the receiver. */
function withoutFireflyKeys<T>(environment: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !/^(?:FIREFLY|INFRALIGHT)_/i.test(name)),
  );
}

/** client-node's own asks issuers without the client's secret, and hands its library an address of the wrong type. */
function replaceOidcClient(kubeconfig: KubeConfig, options: AuthPluginOptions): void {
  authenticatorOf(kubeconfig, {authProvider: {name: 'oidc'}}).getClient = async ({authProvider}) => ({
    refresh: async () => renewIdToken(authProvider.config, options),
  });
}

/** What kubectl would refuse is refused; what client-node would start in a shell of its own is not handed to it. */
function checkedProvider({name, config}: AuthProvider): AuthProvider {
  switch (name) {
    case 'oidc': {
      for (const field of ['idp-issuer-url', 'client-id']) {
        if (!config[field]) throw new KubeconfigProblem(`its auth provider oidc has no ${field}`);
      }
      // client-node begins to renew where there is an ID token: a text that is none has expired.
      return {name, config: {...config, 'id-token': config['id-token'] || 'none'}};
    }
    case 'gcp':
    case 'azure': {
      const {'cmd-path': _command, ...others} = config;
      return {name, config: others};
    }
    default:
      throw new KubeconfigProblem(`there is no auth provider "${name}": expected oidc, or an exec plugin`);
  }
}

const successors: Readonly<Record<string, string>> = {gcp: 'gke-gcloud-auth-plugin', azure: 'kubelogin'};

function providerProblem(failure: unknown, provider: AuthProvider | undefined): unknown {
  if (failure instanceof KubeconfigProblem) return failure;
  if (provider === undefined) return new KubeconfigProblem('its plugin gave no credentials');
  const successor = successors[provider.name];
  return new KubeconfigProblem(
    successor === undefined
      ? 'its ID token has expired or is none, and there is no refresh-token to renew it with'
      : `its auth provider ${provider.name} has no valid access-token, and nobody renews it any more, as in kubectl: use the exec plugin ${successor}`,
  );
}
