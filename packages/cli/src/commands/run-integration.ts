import {messageOf} from '@firefly/core';
import {offboard, onboard} from '@firefly/firefly-sink';

import {createFireflyClient} from '../create-firefly-client.ts';
import {exitCode} from '../exit-code.ts';
import {createLog} from '../logging/create-log.ts';
import {coerceTruth} from '../settings/coerce-setting.ts';
import {loadSettings} from '../settings/load-settings.ts';
import {SettingsError} from '../settings/settings-error.ts';
import {stopOnSignals} from '../stop-on-signals.ts';
import {useColor} from '../terminal/use-color.ts';
import type {CommandContext} from './command-context.ts';

type Step = 'onboard' | 'offboard';

const DONE = {
  created: 'Integration created',
  'already-there': 'Integration exists already',
  deleted: 'Integration deleted',
  'already-gone': 'Integration is gone already',
} as const;

/**
 * Creates or deletes this cluster's integration at Firefly: what the chart's hooks run. Whatever fails is one line of
 * the log, and the exit code is 0 all the same, so that it never blocks `helm install` or `helm uninstall`; with
 * `--strict` it is 1, or 2 where settings are missing or do not fit.
 */
export async function runIntegration(step: Step, context: CommandContext): Promise<number> {
  const {environment, stderr} = context.process;
  const readable = stderr.isTTY === true;
  const log = await createLog({
    print: (line) => void stderr.write(line),
    scrub: (line) => context.secrets.scrub(line),
    readable,
    debug: false,
    color: useColor(readable, environment),
  });
  const stop = stopOnSignals(context.process);
  try {
    const {values: settings} = loadSettings({
      environment,
      flags: context.settings,
      required: ['clusterId', 'accessKey', 'secretKey'],
    });
    const {appApiEndpoint, isProduction} = settings;
    const client = createFireflyClient(
      {settings, environment, log},
      {api: appApiEndpoint, login: appApiEndpoint},
    );
    try {
      const options = {...client.options, appApiEndpoint, signal: stop.signal};
      const {kind} = step === 'onboard' ? await onboard({...options, isProduction}) : await offboard(options);
      log.info(DONE[kind], {clusterId: settings.clusterId});
    } finally {
      await client.close();
    }
    return exitCode.done;
  } catch (error) {
    const problems = error instanceof SettingsError ? error.problems : [messageOf(error)];
    for (const problem of problems) log.error(`Could not ${step} the cluster`, {detail: problem});
    if (!isStrict(context)) return exitCode.done;
    return error instanceof SettingsError ? exitCode.usage : exitCode.failed;
  } finally {
    stop.end();
  }
}

/** Asked of the command line itself: it counts even where the settings cannot be loaded. */
function isStrict({settings}: CommandContext): boolean {
  const strict = settings.find(({definition}) => definition.name === 'strict');
  return strict !== undefined && coerceTruth(strict.text) === true;
}
