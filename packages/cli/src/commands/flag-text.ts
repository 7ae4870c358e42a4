import type {CommandContext} from './command-context.ts';

/** What follows a flag, or is an argument, of this name; undefined where it was not given. */
export function flagText(flags: CommandContext['flags'], name: string): string | undefined {
  const flag = flags[name];
  return typeof flag === 'string' ? flag : undefined;
}
