import {nearestName} from '@firefly/core';
import type {Command} from '../commands/command.ts';
import {type SettingDefinition, settingDefinitions} from '../settings/setting-definition.ts';
import type {SettingText} from '../settings/setting-text.ts';
import {createParser} from './create-parser.ts';
import {expandSingleDashes} from './expand-single-dashes.ts';
import {isTypingSlip} from './is-typing-slip.ts';
import {UsageError} from './usage-error.ts';

/** What the command line asks for: a text to show, or a command to carry out. */
export type CommandLine =
  | {readonly kind: 'show'; readonly text: string}
  | {
      readonly kind: 'run';
      readonly command: Command;
      readonly settings: readonly SettingText[];
      readonly flags: Readonly<Record<string, string | boolean>>;
    };

export interface ParseOptions {
  readonly commands: readonly Command[];
  readonly version: string;
  /** Width of the terminal that help is shown on. */
  readonly columns: number;
}

type Parsed = Readonly<Record<string, unknown>> & {
  readonly _: readonly (string | number)[];
  /** The words after `--`. */
  readonly '--'?: readonly string[];
};

/**
 * Reads the words of the command line.
 *
 * @throws {UsageError} with one sentence, and the nearest known name where a flag or command is misspelt.
 */
export function parseCommandLine(words: readonly string[], options: ParseOptions): CommandLine {
  const expanded = expandSingleDashes(words);
  refuseReservedNames(expanded);
  let chosen: Command | undefined;
  let shown = '';
  const parser = createParser(options.commands, options.columns, (command) => (chosen = command));
  const parsed = parser.parseSync(expanded, {}, (_error: unknown, _parsed: unknown, output: string) => {
    shown = output;
  }) as Parsed;
  if (parsed['version'] === true) return {kind: 'show', text: `${options.version}\n`};
  if (shown !== '') return {kind: 'show', text: `${shown}\n`};
  const command = chosen ?? options.commands.find(({name}) => name === '');
  if (command === undefined) throw new UsageError('A command is expected; --help lists them.');
  refuseUnknownFlags(parsed, command);
  refuseMeaninglessFlags(parsed, command, expanded);
  const clusterId = clusterIdOf(parsed, command, options.commands);
  return {
    kind: 'run',
    command,
    settings: settingTexts(parsed, expanded, clusterId),
    flags: commandFlags(parsed, command),
  };
}

/** yargs stumbles over what every object has, and keeps two names for itself. */
function refuseReservedNames(words: readonly string[]): void {
  for (const word of words) {
    if (word === '--') return;
    const [, name = ''] = /^--(?:no-)?([^=.]*)/.exec(word) ?? [];
    if (name in {} || name === '_' || name === '$0') throw unknownFlag(`--${name}`);
  }
}

function unknownFlag(typed: string, nearest?: string): UsageError {
  const remedy = nearest === undefined ? '--help lists those that there are.' : `did you mean --${nearest}?`;
  return new UsageError(`There is no flag ${typed}; ${remedy}`);
}

function refuseUnknownFlags(parsed: Parsed, command: Command): void {
  const known = knownFlags(command);
  const letters = Object.values(command.flags ?? {}).flatMap(({letter}) => letter ?? []);
  const others = ['_', '--', '$0', 'clusterId', 'h', ...letters, ...argumentNames(command)];
  for (const name of Object.keys(parsed)) {
    if (others.includes(name) || known.includes(name)) continue;
    throw unknownFlag(name.length === 1 ? `-${name}` : `--${name}`, nearestName(name, known));
  }
}

function refuseMeaninglessFlags(
  parsed: Parsed,
  {name, refuses = []}: Command,
  words: readonly string[],
): void {
  for (const definition of settingDefinitions) {
    const [flag = ''] = definition.source.flags ?? [];
    if (!refuses.includes(definition.name) || parsed[flag] === undefined) continue;
    const {origin} = asTyped(definition, words);
    throw new UsageError(`${origin} means nothing to ${name}; ${name} --help lists the flags that do.`);
  }
}

function argumentNames({argument}: Command): string[] {
  return argument === undefined || argument === 'none' ? [] : [argument.name];
}

function knownFlags(command: Command): string[] {
  return [
    ...settingDefinitions.flatMap(({source}) => source.flags ?? []),
    ...Object.keys(command.flags ?? {}),
    'help',
    'version',
  ];
}

/** A misspelt command would else be taken for a cluster id and collect under it. */
function clusterIdOf(parsed: Parsed, command: Command, commands: readonly Command[]): string | undefined {
  const before = command.name === '' ? parsed._ : parsed._.slice(1);
  const words = [parsed['clusterId'], ...before, ...(parsed['--'] ?? [])]
    .filter((given) => given !== undefined)
    .map(String);
  if (command.argument !== undefined && words[0] !== undefined)
    throw new UsageError(`One argument too many for ${command.name}: "${words[0]}".`);
  const [word, surplus] = words;
  if (command.name === '' && word !== undefined) refuseMisspeltCommand(word, commands);
  if (surplus !== undefined) {
    throw new UsageError(
      `One argument too many: "${surplus}"; expected the cluster id alone, and flags with a dash before them.`,
    );
  }
  return word;
}

function refuseMisspeltCommand(word: string, commands: readonly Command[]): void {
  const meant = commands.find(({name}) => name !== '' && isTypingSlip(word, name));
  if (meant === undefined) return;
  throw new UsageError(
    `There is no command "${word}"; did you mean ${meant.name}? (A cluster of that id: --cluster-id=${word}.)`,
  );
}

function settingTexts(
  parsed: Parsed,
  words: readonly string[],
  clusterId: string | undefined,
): SettingText[] {
  const texts = settingDefinitions.flatMap((definition) => {
    const [flag] = definition.source.flags ?? [];
    const given = flag === undefined ? undefined : parsed[flag];
    if (given === undefined) return [];
    const {origin, attached} = asTyped(definition, words);
    // yargs reads any word after a switch's equals sign as true or false; the schema is to judge what was typed.
    const text =
      definition.type === 'boolean' && attached !== undefined ? attached : textOf(definition, given);
    return [{definition, text: text.trim(), origin}];
  });
  const definition = settingDefinitions.find(({name}) => name === 'clusterId');
  if (clusterId === undefined || definition === undefined) return texts;
  const flag = texts.find((text) => text.definition === definition);
  if (flag !== undefined && flag.text !== clusterId)
    throw new UsageError(`Two cluster ids are given, "${clusterId}" and "${flag.text}"; expected one.`);
  return [...texts.filter((text) => text !== flag), {definition, text: clusterId.trim(), origin: 'argument'}];
}

/** A flag that is given twice: lists take all of its values, everything else the last. */
function textOf(definition: SettingDefinition, given: unknown): string {
  if (!Array.isArray(given)) return String(given);
  return definition.type === 'array' ? given.join('\n') : String(given.at(-1));
}

/** The last flag that sets this setting, in the spelling that was typed, and what stands after its equals sign. */
function asTyped(
  definition: SettingDefinition,
  words: readonly string[],
): {origin: string; attached?: string} {
  const flags = (definition.source.flags ?? []).map((flag) => `--${flag}`);
  for (const word of words.toReversed()) {
    const [origin = '', ...attached] = word.split('=');
    if (flags.includes(origin))
      return attached.length === 0 ? {origin} : {origin, attached: attached.join('=')};
  }
  return {origin: flags[0] ?? ''};
}

function commandFlags(parsed: Parsed, command: Command): Record<string, string | boolean> {
  const given: Record<string, string | boolean> = {};
  if (command.argument !== undefined && command.argument !== 'none') {
    const {name, choices} = command.argument;
    const word = parsed[name];
    if (typeof word !== 'string' || !choices.includes(word)) {
      const said = word === undefined ? 'a word is missing' : `${JSON.stringify(word)} does not fit`;
      throw new UsageError(`${command.name}: ${said}; expected ${choices.join(' or ')}.`);
    }
    given[name] = word;
  }
  for (const [name, {choices}] of Object.entries(command.flags ?? {})) {
    const value = parsed[name];
    const last: unknown = Array.isArray(value) ? value.at(-1) : value;
    if (typeof last === 'string' && choices !== undefined && !choices.includes(last))
      throw new UsageError(`--${name}: "${last}" does not fit; expected ${choices.join(' or ')}.`);
    if (typeof last === 'string' || typeof last === 'boolean') given[name] = last;
  }
  return given;
}
