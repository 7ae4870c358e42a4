import yargs, {type Argv, type Options} from 'yargs';

import type {Command} from '../commands/command.ts';
import {formatSettingValue} from '../settings/format-setting-value.ts';
import {type SettingDefinition, settingDefinitions} from '../settings/setting-definition.ts';
import {examples, notes, usage} from './help-texts.ts';
import {UsageError} from './usage-error.ts';

/**
 * yargs, told about every setting's flags and every command. Parsing shows nothing by itself and never ends the
 * process; `choose` is told the command that the words name.
 *
 * Unknown flags are left in the result: the caller knows better what was meant.
 */
export function createParser(
  commands: readonly Command[],
  columns: number,
  choose: (command: Command) => void,
): Argv {
  let parser: Argv = yargs([])
    .scriptName('firefly-collector')
    .locale('en')
    .parserConfiguration({
      'boolean-negation': false,
      'camel-case-expansion': false,
      'dot-notation': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'populate--': true,
      'short-option-groups': false,
    })
    .updateStrings({
      'Not enough arguments following: %s': '--%s needs a value.',
    })
    .usage(usage)
    .wrap(columns)
    .version(false)
    .help()
    .alias('help', 'h')
    .option('version', {type: 'boolean', describe: 'Show the version and exit.'})
    .describe('help', 'Show this help and exit.')
    .fail((message: string | null, error?: Error) => {
      throw new UsageError(sentence(message ?? error?.message ?? 'The command line cannot be read.'));
    });
  for (const definition of settingDefinitions) {
    const [flag, ...aliases] = definition.source.flags ?? [];
    if (flag !== undefined) parser = parser.option(flag, settingOption(definition, aliases));
  }
  for (const command of commands) parser = addCommand(parser, command, choose);
  return parser.group(['help', 'version'], 'Other:').epilogue(notes);
}

function addCommand(parser: Argv, command: Command, choose: (command: Command) => void): Argv {
  return parser.command(
    usageOf(command),
    command.summary,
    (own) => {
      let built = withArgument(own, command);
      for (const [name, flag] of Object.entries(command.flags ?? {})) {
        built = built.option(name, {
          describe: flag.description,
          ...(flag.type === 'boolean' ? {type: 'boolean'} : {requiresArg: true}),
          ...(flag.letter === undefined ? {} : {alias: flag.letter}),
          ...(flag.choices === undefined
            ? {}
            : {
                defaultDescription: flag.choices[0] ?? '',
                describe: `${flag.description} ${choicesOf(flag.choices)}`,
              }),
          group: 'This command:',
        }) as typeof built;
      }
      for (const {name, source} of settingDefinitions)
        if (command.refuses?.includes(name) === true)
          for (const flag of source.flags ?? []) built = built.hide(flag);
      const shown = command.examples ?? (command.name === '' ? examples : []);
      return built.example(shown.map(([call, meaning]): [string, string] => [call, meaning]));
    },
    () => choose(command),
  );
}

function usageOf({name, argument}: Command): string {
  const word = name === '' ? '$0' : name;
  if (argument === 'none') return word;
  return `${word} [${argument?.name ?? 'clusterId'}]`;
}

function withArgument(parser: Argv, {argument}: Command): Argv {
  if (argument === 'none') return parser;
  if (argument === undefined)
    return parser.positional('clusterId', {describe: "The cluster's identifier in Firefly."});
  const {name, description, choices} = argument;
  return parser.positional(name, {describe: `${description} ${choicesOf(choices)}`});
}

function choicesOf(choices: readonly string[]): string {
  return `${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}.`;
}

function settingOption(definition: SettingDefinition, aliases: readonly string[]): Options {
  const isSwitch = definition.type === 'boolean';
  const fallback = definition.source.absent ?? formatSettingValue(definition.default);
  return {
    describe: definition.description,
    alias: [...aliases],
    group: `${definition.source.group}:`,
    ...(isSwitch ? {type: 'boolean'} : {requiresArg: true}),
    ...(isSwitch || fallback === '' ? {} : {defaultDescription: fallback}),
  };
}

/** yargs' own messages as one line. */
function sentence(message: string): string {
  const text = message.replaceAll(/\s+/g, ' ').trim();
  return /[.?!]$/.test(text) ? text : `${text}.`;
}
