import {nearestName} from '@firefly/core';

import type {Command, CommandFlag} from '../commands/command.ts';
import {type SettingDefinition, settingDefinitions} from '../settings/setting-definition.ts';
import type {SettingText} from '../settings/setting-text.ts';
import {formatHelp} from './format-help.ts';
import {readWords, type TypedFlag} from './read-words.ts';
import {refuseCommandWords} from './refuse-command-words.ts';
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
  /** The first one is what happens without a command's name. */
  readonly commands: readonly Command[];
  readonly version: string;
  /** Width of the terminal that help is shown on. */
  readonly columns: number;
}

/**
 * Reads the words of the command line.
 *
 * @throws {UsageError} with one sentence, and the nearest known name where a flag or command is misspelt.
 */
export function parseCommandLine(words: readonly string[], options: ParseOptions): CommandLine {
  const {commands, version, columns} = options;
  const {flags: typed, others} = readWords(words, commands);
  const named = others.find(({isLiteral}, index) => index === 0 && !isLiteral)?.text;
  const command = commands.find(({name}) => name === named) ?? commands[0];
  if (command === undefined) throw new UsageError('There is no command.');
  const rest = others.map(({text}) => text).slice(command.name === named || named === 'help' ? 1 : 0);

  if (isOn(typed, 'version')) return {kind: 'show', text: `${version}\n`};
  if (isOn(typed, 'help') || named === 'help') {
    const about = named === 'help' ? helpTopic(rest, commands) : command.name === named ? command : undefined;
    return {kind: 'show', text: formatHelp(about, commands, columns)};
  }
  refuseUnknownFlags(typed, command);
  const [word, surplus] = rest;
  if (command.argument === undefined) {
    if (word !== undefined) refuseCommandWords(word, commands);
    if (surplus !== undefined)
      throw new UsageError(
        `One argument too many: "${surplus}"; expected the cluster id alone, and flags with a dash before them.`,
      );
    return {kind: 'run', command, settings: settingTexts(typed, word), flags: ownFlags(typed, command)};
  }
  const argument = argumentsOf(rest, command);
  const tooMany = rest[Object.keys(argument).length];
  if (tooMany !== undefined) throw new UsageError(`One argument too many for ${command.name}: "${tooMany}".`);
  return {
    kind: 'run',
    command,
    settings: settingTexts(typed),
    flags: {...ownFlags(typed, command), ...argument},
  };
}

/** @throws {UsageError} where there is no such command. */
function helpTopic([word]: readonly string[], commands: readonly Command[]): Command | undefined {
  const topic = commands.find(({name}) => name === word);
  if (word === undefined || word === 'help' || topic !== undefined) return topic;
  const names = commands.map(({name}) => name);
  const nearest = nearestName(word, names);
  throw new UsageError(
    `help: there is no command "${word}"${nearest === undefined ? `; expected one of ${names.join(', ')}.` : `; did you mean ${nearest}?`}`,
  );
}

function isOn(typed: readonly TypedFlag[], flag: string): boolean {
  return typed.some(({name, value = 'true'}) => name === flag && value !== 'false');
}

function refuseUnknownFlags(
  typed: readonly TypedFlag[],
  {name: command, flags = {}, refuses = []}: Command,
): void {
  const known = [
    ...settingDefinitions.flatMap(({source}) => source.flags ?? []),
    ...Object.keys(flags),
    'help',
    'version',
  ];
  for (const {name, typed: word} of typed) {
    if (!known.includes(name)) {
      const nearest = nearestName(name, known);
      const remedy =
        nearest === undefined ? '--help lists those that there are.' : `did you mean --${nearest}?`;
      throw new UsageError(`There is no flag ${word}; ${remedy}`);
    }
    const setting = settingDefinitions.find(({source}) => source.flags?.includes(name));
    if (setting !== undefined && refuses.includes(setting.name))
      throw new UsageError(
        `--${name} means nothing to ${command}; ${command} --help lists the flags that do.`,
      );
  }
}

function argumentsOf(words: readonly string[], {name: command, argument}: Command): Record<string, string> {
  if (argument === undefined || argument === 'none') return {};
  if ('paths' in argument) {
    const wanted = argument.paths.find((name, index) => !name.startsWith('[') && words[index] === undefined);
    if (wanted !== undefined)
      throw new UsageError(`${command}: ${wanted} is missing; expected ${argument.paths.join(' ')}.`);
    const names = argument.paths.map((name) => name.replaceAll(/[[\]]/g, ''));
    return Object.fromEntries(
      names.flatMap((name, index) => (words[index] === undefined ? [] : [[name, words[index]]])),
    );
  }
  const {name, choices} = argument;
  const [word] = words;
  if (word !== undefined && choices.includes(word)) return {[name]: word};
  const said = word === undefined ? 'a word is missing' : `${JSON.stringify(word)} does not fit`;
  throw new UsageError(`${command}: ${said}; expected ${choices.join(' or ')}.`);
}

/** What is given twice: of a list all, of everything else the last. */
function settingTexts(typed: readonly TypedFlag[], clusterId?: string): SettingText[] {
  const texts = settingDefinitions.flatMap((definition): SettingText[] => {
    const given = typed.filter(({name}) => definition.source.flags?.includes(name));
    const last = given.at(-1);
    if (last === undefined) return [];
    const values = given.map(({value}) => value ?? 'true');
    const text = definition.type === 'array' ? values.join('\n') : (values.at(-1) ?? '');
    return [{definition, text: text.trim(), origin: `--${last.name}`}];
  });
  if (clusterId === undefined) return texts;
  const flag = texts.find(({definition}) => definition.name === 'clusterId');
  if (flag !== undefined && flag.text !== clusterId)
    throw new UsageError(`Two cluster ids are given, "${clusterId}" and "${flag.text}"; expected one.`);
  const argument = {definition: definitionOfClusterId, text: clusterId.trim(), origin: 'argument'};
  return [...texts.filter((text) => text !== flag), argument];
}

const definitionOfClusterId = settingDefinitions.find(({name}) => name === 'clusterId') as SettingDefinition;

function ownFlags(typed: readonly TypedFlag[], {flags = {}}: Command): Record<string, string | boolean> {
  return Object.fromEntries(
    Object.entries(flags).flatMap(([name, flag]) => {
      const given = typed.findLast((one) => one.name === name);
      return given === undefined ? [] : [[name, ownValue(given, flag)]];
    }),
  );
}

function ownValue({name, value}: TypedFlag, {type, choices}: CommandFlag): string | boolean {
  const words = type === 'boolean' ? ['true', 'false'] : choices;
  if (value !== undefined && words !== undefined && !words.includes(value))
    throw new UsageError(`--${name}: "${value}" does not fit; expected ${words.join(' or ')}.`);
  return type === 'boolean' ? value !== 'false' : (value ?? '');
}
