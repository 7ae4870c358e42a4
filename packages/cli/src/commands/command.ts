import type {SettingSource} from '../settings/setting-source.ts';
import type {SettingName} from '../settings/settings.ts';
import type {CommandContext} from './command-context.ts';

/** A flag of one command, beside those that set settings. */
export interface CommandFlag {
  readonly description: string;
  readonly type: 'boolean' | 'string';
  /** The words that may follow a `string` flag. */
  readonly choices?: readonly string[];
  /** One letter that stands for it: `o` for `-o`. */
  readonly letter?: string;
  /** What help shows for the value of a `string` flag. */
  readonly placeholder?: string;
  /** What shells complete its value with. */
  readonly offers?: SettingSource['offers'];
}

/** The one word that may follow a command's name. */
export interface CommandArgument {
  readonly name: string;
  readonly choices: readonly string[];
}

/** Files or folders that follow a command's name. */
export interface CommandPaths {
  /** Of each, as help shows it; those in brackets may lack. */
  readonly paths: readonly string[];
}

/** One thing that the program does. Its code is loaded only when it is asked for. */
export interface Command {
  /** What a person types. */
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  readonly flags?: Readonly<Record<string, CommandFlag>>;
  /** Settings that it reads: help and completion show their flags. Default: all. Others do nothing, as before. */
  readonly takes?: readonly SettingName[];
  /** Settings that mean nothing to it: their flags are refused, as somebody who gives one expects it to do something. */
  readonly refuses?: readonly SettingName[];
  /** What may follow its name; `none`, or, where nothing is said, the cluster id. A given one is among the flags. */
  readonly argument?: CommandArgument | CommandPaths | 'none';
  /** Example calls with what they do. */
  readonly examples?: readonly (readonly [string, string])[];
  /** Resolves with the code that carries the command out; that resolves with the exit code. */
  load(): Promise<(context: CommandContext) => Promise<number>>;
}
