import {completionScripts} from '../completion/completion-scripts.ts';
import {exitCode} from '../exit-code.ts';
import {writeOutput} from '../output/write-output.ts';
import type {CommandContext} from './command-context.ts';

/** Shows a script with which a shell asks this program what may be typed. Contacts nobody. */
export async function showCompletion({process, flags}: CommandContext): Promise<number> {
  const program = process.program.map((word) => `'${word.replaceAll("'", String.raw`'\''`)}'`).join(' ');
  await writeOutput(process.stdout, completionScripts[String(flags['shell'])]?.(program) ?? '');
  return exitCode.done;
}
