import yargs, {type Argv} from 'yargs';

import type {Command} from '../commands/command.ts';
import {settingDefinitions} from '../settings/setting-definition.ts';
import {UsageError} from './usage-error.ts';

/** One flag as it was typed. */
export interface TypedFlag {
  /** Without dashes; a letter's is the flag that it stands for. */
  readonly name: string;
  /** With its dashes, two before a long one. */
  readonly typed: string;
  /** Absent where nothing stands behind a switch. */
  readonly value?: string;
}

/** The words of a command line, told apart. */
export interface Words {
  readonly flags: readonly TypedFlag[];
  /** All other words. Those behind `--` are no command. */
  readonly others: readonly {readonly text: string; readonly isLiteral: boolean}[];
}

/**
 * Tells flags, their values and other words apart, by yargs, which shows nothing here and never ends the process: help is
 * ours, since yargs cannot name a flag's value (`--context NAME`). Long flags may have one dash, as Go's flag package
 * reads them: `-external FILE`, `-config=DIR`, `-debug`. Flags that nobody knows are among the result: the caller knows
 * better what was meant.
 *
 * @throws {UsageError} where a flag's value is missing.
 */
export function readWords(words: readonly string[], commands: readonly Command[]): Words {
  const options = knownOptions(commands);
  const end = words.indexOf('--');
  const args = words.map((word, index) =>
    (end === -1 || index < end) && /^-[a-z][a-z0-9-]+(=|$)/i.test(word) ? `-${word}` : word,
  );
  // Apart from what yargs reads: it makes properties of the names that nobody knows (`--__proto__`, `--_`), and of a
  // switch's value whatever it is, `false`. The caller says what is wrong with either.
  const odd: TypedFlag[] = [];
  const known = args.filter((word, index) => {
    const [, name, value] = /^--([^=]+)(?:=(.*))?$/s.exec(word) ?? [];
    if (name === undefined || (end !== -1 && index >= end)) return true;
    const option = Object.hasOwn(options, name) ? options[name] : undefined;
    if (option === undefined) odd.push({name, typed: `--${name}`});
    const isOddSwitch =
      option?.type === 'boolean' && value !== undefined && !['true', 'false'].includes(value);
    if (isOddSwitch) odd.push({name, typed: `--${name}`, value});
    return option !== undefined && !isOddSwitch;
  });
  const letters = new Set(Object.values(options).map(({letter}) => letter));
  const {_: others, '--': literals = [], $0: _program, ...given} = createParser(options).parseSync(known);
  return {
    flags: [
      ...odd,
      ...Object.entries(given).flatMap(([name, value]) =>
        [value].flat().flatMap((one): TypedFlag[] => {
          if (one === undefined || letters.has(name)) return [];
          const typed = name.length === 1 ? `-${name}` : `--${name}`;
          return [
            one === true ? {name, typed} : {name, typed, value: typeof one === 'string' ? one : 'false'},
          ];
        }),
      ),
    ],
    others: [
      ...others.map((text) => ({text: String(text), isLiteral: false})),
      ...[literals].flat().map((text) => ({text: String(text), isLiteral: true})),
    ],
  };
}

interface Option {
  readonly type: 'boolean' | 'string';
  readonly letter?: string;
}

function createParser(options: Readonly<Record<string, Option>>): Argv {
  let parser: Argv = yargs([])
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
    .updateStrings({'Not enough arguments following: %s': '--%s needs a value.'})
    .version(false)
    .help(false)
    .exitProcess(false)
    .fail((message: string | null, error?: Error) => {
      throw new UsageError(message ?? error?.message ?? 'The command line cannot be read.');
    });
  for (const [name, {type, letter}] of Object.entries(options))
    parser = parser.option(name, {
      type,
      ...(type === 'string' ? {requiresArg: true} : {}),
      ...(letter === undefined ? {} : {alias: letter}),
    });
  return parser;
}

/** Every flag of every command and setting. */
function knownOptions(commands: readonly Command[]): Record<string, Option> {
  const settings = settingDefinitions.flatMap(({type, source}) =>
    (source.flags ?? []).map((flag) => [flag, {type: type === 'boolean' ? 'boolean' : 'string'}] as const),
  );
  const own = commands.flatMap(({flags = {}}) =>
    Object.entries(flags).map(
      ([name, {type, letter}]) => [name, {type, ...(letter === undefined ? {} : {letter})}] as const,
    ),
  );
  const general = [
    ['help', {type: 'boolean', letter: 'h'}],
    ['version', {type: 'boolean'}],
  ] as const;
  return Object.fromEntries<Option>([...settings, ...own, ...general]);
}
