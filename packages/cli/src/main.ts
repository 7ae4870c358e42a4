import {messageOf, showText, version} from '@firefly/core';

import {firstSteps} from './command-line/help-texts.ts';
import {parseCommandLine} from './command-line/parse-command-line.ts';
import type {ProcessContext} from './commands/command-context.ts';
import {commands} from './commands/command-table.ts';
import {writeOutput} from './output/write-output.ts';
import {exitCode, exitCodeOfError} from './exit-code.ts';
import {createLog} from './logging/create-log.ts';
import {writeTerminationMessage} from './report/write-termination-message.ts';
import {protectSecrets} from './settings/protect-secrets.ts';
import type {Environment} from './settings/read-environment.ts';
import {SettingsError} from './settings/settings-error.ts';

/**
 * The whole program: reads the words of the command line, carries out what they say and resolves with the exit code.
 * The one place where something thrown becomes a sentence; it never rejects.
 */
export async function main(words: readonly string[], process: ProcessContext): Promise<number> {
  protectSecrets(process.environment);
  let clusterId = process.environment['CLUSTER_ID'];
  try {
    if (words[0] === '__complete') {
      const {complete} = await import('./completion/complete.ts');
      // A person waits: all in all a second, the start of this process included.
      await complete(words.slice(1), {process, commands, milliseconds: 850 - performance.now()});
      return exitCode.done;
    }
    const columns = Math.min(Math.max(process.stdout.columns ?? 80, 40), 120);
    if (words.length === 0 && process.stderr.isTTY === true && !isInCluster(process.environment)) {
      await writeOutput(process.stderr, firstSteps);
      return exitCode.usage;
    }
    const line = parseCommandLine(words, {commands, version, columns});
    if (line.kind === 'show') {
      await writeOutput(process.stdout, line.text);
      return exitCode.done;
    }
    clusterId = line.settings.find(({definition}) => definition.name === 'clusterId')?.text ?? clusterId;
    const run = await line.command.load();
    return await run({process, settings: line.settings, flags: line.flags});
  } catch (error) {
    const code = exitCodeOfError(error);
    if (code !== exitCode.done) await notify(error, process, clusterId);
    return code;
  }
}

/** One line for each problem: plain on a terminal, else as JSON like every other line of the log. */
async function notify(error: unknown, process: ProcessContext, clusterId: string | undefined): Promise<void> {
  const {stderr} = process;
  const sentences = error instanceof SettingsError ? error.problems : [messageOf(error)];
  writeTerminationMessage(sentences);
  if (stderr.isTTY === true) {
    for (const sentence of sentences) stderr.write(`firefly-collector: ${showText(sentence)}\n`);
    return;
  }
  const log = await createLog({process, clusterId});
  for (const sentence of sentences) log.error(sentence);
}

/** As client-go finds out: the kubelet names the API server to every container. */
function isInCluster(environment: Environment): boolean {
  return (environment['KUBERNETES_SERVICE_HOST'] ?? '') !== '';
}
