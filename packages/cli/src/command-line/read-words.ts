import {parseArgs} from 'node:util';

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
 * Tells flags, their values and other words apart, by Node's own parser. Long flags may have one dash, as Go's flag
 * package reads them: `-external FILE`, `-config=DIR`, `-debug`. Flags that nobody knows are among the result: the caller
 * knows better what was meant.
 *
 * @throws {UsageError} where a flag's value is missing.
 */
export function readWords(words: readonly string[], commands: readonly Command[]): Words {
  const options = knownOptions(commands);
  const end = words.indexOf('--');
  const args = words.map((word, index) =>
    (end === -1 || index < end) && /^-[a-z][a-z0-9-]+(=|$)/i.test(word) ? `-${word}` : word,
  );
  const {tokens} = parseArgs({args, options, strict: false, allowPositionals: true, tokens: true});
  const terminator = tokens.find(({kind}) => kind === 'option-terminator')?.index ?? Infinity;
  const flags: TypedFlag[] = [];
  const others: {text: string; isLiteral: boolean}[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') others.push({text: token.value, isLiteral: token.index > terminator});
    if (token.kind !== 'option') continue;
    const {name, inlineValue, rawName} = token;
    // A letter's attached value begins with what attaches it: -o=json.
    const value = rawName.startsWith('--') ? token.value : token.value?.replace(/^=/, '');
    const takesValue = Object.hasOwn(options, name) && options[name]?.type === 'string';
    const isNext = value === undefined || (inlineValue === false && /^-[^\d]/.test(value));
    if (takesValue && isNext) throw new UsageError(`--${name} needs a value.`);
    flags.push({name, typed: rawName, ...(value === undefined ? {} : {value})});
  }
  return {flags, others};
}

interface Option {
  readonly type: 'boolean' | 'string';
  readonly short?: string;
}

/** Every flag of every command and setting. */
function knownOptions(commands: readonly Command[]): Record<string, Option> {
  const settings = settingDefinitions.flatMap(({type, source}) =>
    (source.flags ?? []).map((flag) => [flag, {type: type === 'boolean' ? 'boolean' : 'string'}] as const),
  );
  const own = commands.flatMap(({flags = {}}) =>
    Object.entries(flags).map(
      ([name, {type, letter}]) => [name, {type, ...(letter === undefined ? {} : {short: letter})}] as const,
    ),
  );
  const general = [
    ['help', {type: 'boolean', short: 'h'}],
    ['version', {type: 'boolean'}],
  ] as const;
  return Object.fromEntries<Option>([...settings, ...own, ...general]);
}
