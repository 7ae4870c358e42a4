import {messageOf, untilAborted} from '@firefly/core';
import {offboard, type OffboardOutcome, onboard, type OnboardOutcome} from '@firefly/firefly-sink';

import {createFireflyConnections} from '../create-firefly-connections.ts';
import {exitCode} from '../exit-code.ts';
import {createLog} from '../logging/create-log.ts';
import {coerceTruth} from '../settings/coerce-setting.ts';
import {loadSettings} from '../settings/load-settings.ts';
import {SettingsError} from '../settings/settings-error.ts';
import {stopOnSignals} from '../stop-on-signals.ts';
import {StoppedError} from '../stopped-error.ts';
import type {CommandContext} from './command-context.ts';
import {IntegrationTimeoutError} from './integration-timeout-error.ts';

type Step = 'onboard' | 'offboard';

const doneSentences = {
  created: 'Integration created',
  'already-there': 'Integration exists already',
  deleted: 'Integration deleted',
  'already-gone': 'Integration is gone already',
} as const;

/** Milliseconds for everything: Helm waits five minutes for a hook, its pod's start included. */
const budgetMilliseconds = 120_000;

/**
 * Creates or deletes this cluster's integration at Firefly: what the chart's hooks run. Whatever fails is one line of
 * the log, and the exit code is 0 all the same, so that it never blocks `helm install` or `helm uninstall`; with
 * `--strict` it is 1, or 2 where settings are missing or do not fit. Gives up after two minutes.
 */
export async function runIntegration(step: Step, context: CommandContext): Promise<number> {
  const {environment} = context.process;
  let log = await createLog({process: context.process, clusterId: environment['CLUSTER_ID']});
  const stop = stopOnSignals(context.process);
  const late = new AbortController();
  const timer = setTimeout(
    () => late.abort(new IntegrationTimeoutError(step, budgetMilliseconds)),
    budgetMilliseconds,
  );
  try {
    const {values: settings, warnings} = loadSettings({
      environment,
      flags: context.settings,
      required: ['clusterId', 'accessKey', 'secretKey'],
    });
    const {clusterId, logFormat: format} = settings;
    log = await createLog({process: context.process, clusterId, format});
    for (const warning of warnings) log.warn('Questionable configuration', {detail: warning});
    const {appApiEndpoint, isProduction} = settings;
    const client = createFireflyConnections(
      {settings, environment, log},
      {api: appApiEndpoint, login: appApiEndpoint},
    );
    try {
      const signal = AbortSignal.any([stop.signal, late.signal]);
      const options = {...client.options, appApiEndpoint, signal};
      const done = step === 'onboard' ? onboard({...options, isProd: isProduction}) : offboard(options);
      const {kind} = await untilAborted<OnboardOutcome | OffboardOutcome>(done, signal);
      log.info(doneSentences[kind]);
    } finally {
      await client.close();
    }
    return exitCode.done;
  } catch (error) {
    if (error instanceof StoppedError) throw error;
    const problems = error instanceof SettingsError ? error.problems : [messageOf(error)];
    for (const problem of problems) log.error(`Could not ${step} the cluster`, {detail: problem});
    if (!isStrict(context)) return exitCode.done;
    return error instanceof SettingsError ? exitCode.usage : exitCode.failed;
  } finally {
    clearTimeout(timer);
    stop.end();
  }
}

/** Asked of the command line itself: it counts even where the settings cannot be loaded. */
function isStrict({settings}: CommandContext): boolean {
  const strict = settings.find(({definition}) => definition.name === 'strict');
  return strict !== undefined && coerceTruth(strict.text) === true;
}
