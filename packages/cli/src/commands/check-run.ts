import {showJson} from '@firefly/core';

import {checkConfiguration} from '../check/check-configuration.ts';
import {checkVerdict} from '../check/check-verdict.ts';
import {formatChecks} from '../check/format-checks.ts';
import {checkEverything} from '../check/check-everything.ts';
import {writeOutput} from '../output/write-output.ts';
import {exitCode} from '../exit-code.ts';
import {requiredSettings} from '../settings/required-settings.ts';
import {stopOnSignals} from '../stop-on-signals.ts';
import {useColor} from '../terminal/use-color.ts';
import type {CommandContext} from './command-context.ts';

/**
 * Finds out whether a run with these settings would succeed, without one: asks cluster and Firefly, changes nothing and
 * leaves nothing behind. Resolves with 0 only when it would; with 2 when the settings alone say that it would not.
 *
 * @param now This machine's clock.
 */
export async function checkRun(context: CommandContext, now: () => number = Date.now): Promise<number> {
  const {environment, stdout} = context.process;
  const required = requiredSettings(context.settings);
  const {results: configuration, loaded} = await checkConfiguration({
    environment,
    flags: context.settings,
    required,
  });
  const settings = loaded?.values;
  const stop = stopOnSignals(context.process);
  try {
    const others =
      settings === undefined ? [] : await checkEverything({settings, environment, signal: stop.signal, now});
    const results = [...configuration, ...others];
    const verdict = checkVerdict(results, settings?.strict ?? false);
    const isTerminal = stdout.isTTY === true;
    const text =
      context.flags['output'] === 'json'
        ? showJson({...verdict, checks: results}, 2)
        : formatChecks(results, verdict, {
            width: isTerminal ? (stdout.columns ?? 80) : 120,
            color: useColor(isTerminal, environment),
            plain: (environment['NO_COLOR'] ?? '') !== '' || environment['TERM'] === 'dumb',
          });
    await writeOutput(stdout, text);
    if (verdict.ready) return exitCode.done;
    return configuration.some(({status}) => status === 'failed') ? exitCode.usage : exitCode.failed;
  } finally {
    stop.end();
  }
}
