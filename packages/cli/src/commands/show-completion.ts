import {bashCompletion} from '../completion/bash-completion.ts';
import {completionWords} from '../completion/completion-words.ts';
import {zshCompletion} from '../completion/zsh-completion.ts';
import {writeOutput} from '../output/write-output.ts';
import {exitCode} from '../exit-code.ts';
import type {CommandContext} from './command-context.ts';
import type {Command} from './command.ts';

/** Shows a script with which a shell completes commands, flags and their values. Contacts nobody. */
export async function showCompletion(
  {process, flags}: CommandContext,
  commands: readonly Command[],
): Promise<number> {
  const words = completionWords(commands);
  const script = flags['shell'] === 'zsh' ? zshCompletion(words) : bashCompletion(words);
  await writeOutput(process.stdout, script);
  return exitCode.done;
}
