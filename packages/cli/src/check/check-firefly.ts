import {CollectorError, messageOf} from '@firefly/core';
import {createFireflySink} from '@firefly/firefly-sink';
import {proxyForUrl, withoutCredentials} from '@firefly/http';

import {errorLink} from '../errors/error-link.ts';
import {createFireflyConnections, type FireflyConnections} from '../create-firefly-connections.ts';
import type {Log} from '../logging/log.ts';
import type {Settings} from '../settings/settings.ts';
import type {CheckContext} from './check-context.ts';
import type {CheckResult} from './check-result.ts';
import {type ProbeOutcome, probeServer} from './probe-server.ts';

export interface CheckedFirefly {
  readonly results: readonly CheckResult[];
  /** Milliseconds by which Firefly's clock is ahead of this machine's. */
  readonly clockLead: number | undefined;
}

const silent: Log = {debug() {}, info() {}, warn() {}, error() {}};
/** Seconds that a person waits for one answer. */
const patienceSeconds = 15;

/**
 * Logs in, and looks whether the API answers. Which contract it speaks is not asked: the question of the contract
 * `fetching` begins a fetching, and one that is begun and never ended stays at Firefly.
 */
export async function checkFirefly(context: CheckContext): Promise<CheckedFirefly> {
  const {settings, environment} = context;
  const missing = (['clusterId', 'accessKey', 'secretKey'] as const).filter(
    (name) => settings[name] === undefined,
  );
  if (missing.length > 0) {
    const message = `Not tried: ${missing.join(' and ')} must be set first.`;
    return {
      results: [
        {id: 'login', status: 'skipped', message},
        {id: 'contract', status: 'skipped', message},
      ],
      clockLead: undefined,
    };
  }
  // One attempt: a person would rather see at once what is wrong.
  const hasty = {...settings, mongoMaxRetries: 0, pageTimeoutDuration: patienceSeconds};
  let client: FireflyConnections | undefined;
  try {
    client = createFireflyConnections(
      {settings: hasty, environment, log: silent},
      {api: settings.endpoint, login: settings.loginEndpoint},
    );
    const [login, probe] = await Promise.all([checkLogin(client, context), probeApi(client, context)]);
    return {
      results: [login, contractResult(probe, context)],
      clockLead: probe.kind === 'answered' ? probe.clockLead : undefined,
    };
  } catch (error) {
    context.signal.throwIfAborted();
    if (!(error instanceof CollectorError)) throw error;
    return {
      results: [{id: 'login', status: 'failed', message: messageOf(error), ...errorLink(error.code)}],
      clockLead: undefined,
    };
  } finally {
    await client?.close();
  }
}

async function checkLogin(client: FireflyConnections, context: CheckContext): Promise<CheckResult> {
  const {settings, environment, signal, now} = context;
  const {loginEndpoint} = settings;
  // With this contract, opening is the login and nothing else.
  const sink = createFireflySink({
    ...client.options,
    loginDispatcher: client.loginDispatcher,
    loginEndpoint,
    endpoint: settings.endpoint,
    protocol: 'objects',
  });
  try {
    await sink.open({runId: 'check', startedAt: new Date(now()), cluster: {}, signal});
    return {id: 'login', status: 'ok', message: `Firefly takes the keys (${loginEndpoint}).`};
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof CollectorError)) throw error;
    return {
      id: 'login',
      status: 'failed',
      message: error.message,
      ...errorLink(error.code),
      ...(error.code === 'FIREFLY_UNREACHABLE' ? networkRemedy(loginEndpoint, environment) : {}),
    };
  }
}

async function probeApi(client: FireflyConnections, context: CheckContext): Promise<ProbeOutcome> {
  const {dispatcher} = client.options;
  return probeServer({...context, dispatcher, url: fetchingUrl(context.settings)});
}

function fetchingUrl({endpoint, clusterId = ''}: Settings): URL {
  return new URL(`${endpoint}/integrations/k8s/${encodeURIComponent(clusterId)}/fetching`);
}

function contractResult(probe: ProbeOutcome, {settings, environment}: CheckContext): CheckResult {
  const {endpoint, protocol} = settings;
  const at = (message: string, more: Partial<CheckResult> = {}): CheckResult => ({
    id: 'contract',
    status: 'ok',
    message,
    ...more,
  });
  if (probe.kind === 'unanswered') {
    const message = `Firefly's API ${endpoint} cannot be reached: ${probe.reason}.`;
    return at(message, {status: 'failed', ...networkRemedy(endpoint, environment)});
  }
  const {status} = probe;
  if (status >= 300 && status < 400) {
    return at(
      `Firefly's API ${endpoint} answers ${status} and leads elsewhere; the token goes nowhere else.`,
      {
        status: 'failed',
        remedy: 'Set endpoint to the address that it leads to.',
      },
    );
  }
  if (status >= 500 && status !== 501)
    return at(`Firefly's API ${endpoint} answers ${status}.`, {status: 'failed', remedy: 'Try again later.'});
  if (protocol === 'objects') return at(`The API ${endpoint} answers; the contract is objects, as set.`);
  if ([404, 405, 501].includes(status)) {
    if (protocol === 'auto')
      return at(`The API ${endpoint} does not know the contract fetching (${status}): a run speaks objects.`);
    return at(`The API ${endpoint} does not know the contract fetching (${status}), which is set.`, {
      status: 'failed',
      remedy: 'Set collector.protocol to auto or objects, or check the endpoint.',
    });
  }
  if (status < 300) {
    return at(`The API ${endpoint} answers ${status} to a request without a token, which Firefly does not.`, {
      status: 'warning',
      remedy: 'Check that endpoint is the address of a Firefly API.',
    });
  }
  const which = protocol === 'auto' ? 'Which contract it speaks' : 'Whether it speaks fetching, as set,';
  return at(
    `The API ${endpoint} answers and asks for a token (${status}). ${which} is asked by a run alone: the question begins a fetching.`,
  );
}

function networkRemedy(url: string, environment: CheckContext['environment']): {remedy: string} {
  const proxy = proxyForUrl(new URL(url), environment);
  if (proxy === undefined)
    return {remedy: 'Check the address, the network and whether a proxy is needed (HTTPS_PROXY).'};
  return {
    remedy: `The way leads through the proxy ${withoutCredentials(proxy)}: ask who runs it to allow ${new URL(url).host}.`,
  };
}
