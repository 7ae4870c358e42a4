import type {Command} from '../commands/command.ts';
import {formatSettingValue} from '../settings/format-setting-value.ts';
import {settingDefinitions} from '../settings/setting-definition.ts';
import {wrapText} from '../terminal/wrap-text.ts';
import {about, commonWordsNote, notes} from './help-texts.ts';

/** One entry of a list: what is typed, and what it does. */
type Entry = readonly [typed: string, meaning: string];

/**
 * The help of one command, or of the program: its usage, what it does, what it takes, examples. As wide as the terminal,
 * but for a word that is wider.
 */
export function formatHelp(
  command: Command | undefined,
  commands: readonly Command[],
  columns: number,
): string {
  const [collect] = commands;
  const shown = command ?? collect;
  const names = commands.map(({name, argument, summary}): Entry => [
    `${name}${argumentText(argument)}`,
    summary,
  ]);
  const help: Entry = ['help [COMMAND]', 'Show the help of a command.'];
  const sections: (readonly [title: string, entries: readonly Entry[]])[] = [
    ...(command === undefined ? [['Commands:', [...names, help]] as const] : []),
    ...(shown === undefined ? [] : flagSections(shown, command === undefined)),
  ];
  const examples = shown?.examples ?? [];
  return [
    command === undefined
      ? 'Usage: firefly-collector COMMAND [flags] [CLUSTER_ID]'
      : `Usage: firefly-collector ${command.name} [flags]${argumentText(command.argument)}`,
    '',
    ...wrapText(command?.summary ?? about, columns),
    ...sections.flatMap(([title, entries]) => [
      '',
      title,
      ...entries.flatMap((entry) => entryLines(entry, columns)),
    ]),
    ...(examples.length === 0 ? [] : ['', 'Examples:']),
    ...examples.flatMap(([call, meaning]) => [
      ...wrapText(`# ${meaning}`, columns, '  '),
      `  ${call.replace('$0', 'firefly-collector')}`,
    ]),
    '',
    ...[...notes, ...(shown === collect ? [commonWordsNote] : [])].flatMap((note) => wrapText(note, columns)),
    '',
  ].join('\n');
}

function argumentText(argument: Command['argument']): string {
  if (argument === 'none') return '';
  if (argument === undefined) return ' [CLUSTER_ID]';
  return 'paths' in argument ? ` ${argument.paths.join(' ')}` : ` ${argument.choices.join('|')}`;
}

/** A flag of its own first, then those of settings, by subject. */
function flagSections(command: Command, isGeneral: boolean): (readonly [string, readonly Entry[]])[] {
  const own = Object.entries(command.flags ?? {}).map(
    ([name, {letter, placeholder, choices, description}]): Entry => [
      `${letter === undefined ? '    ' : `-${letter}, `}--${name}${placeholder === undefined ? '' : ` ${placeholder}`}`,
      `${description}${choices === undefined ? '' : ` One of ${choices.join(', ')} [default: ${choices[0] ?? ''}].`}`,
    ],
  );
  const taken = settingDefinitions.filter(({name}) => command.takes?.includes(name) ?? true);
  const groups = [...new Set(taken.map(({source}) => source.group))];
  return [
    [
      'Flags:',
      [...own, ['-h, --help', 'Show this help and exit.'], ['    --version', 'Show the version and exit.']],
    ],
    ...groups.map((group) => {
      const title = isGeneral ? `${group}, flags of ${command.name}:` : `${group}:`;
      return [title, taken.filter(({source}) => source.group === group).flatMap(settingEntry)] as const;
    }),
  ].filter(([, entries]) => entries.length > 0) as (readonly [string, readonly Entry[]])[];
}

function settingEntry({
  source,
  type,
  words,
  description,
  default: fallback,
}: (typeof settingDefinitions)[number]): Entry[] {
  const [flag, ...aliases] = source.flags ?? [];
  if (flag === undefined) return [];
  const value = type === 'boolean' ? '' : ` ${source.placeholder ?? 'VALUE'}`;
  const absent =
    type === 'boolean' && fallback === false ? '' : (source.absent ?? formatSettingValue(fallback));
  return [
    [
      `    --${flag}${value}`,
      [
        description,
        ...(words === undefined ? [] : [`${type === 'array' ? 'Any' : 'One'} of ${words.join(', ')}.`]),
        ...(absent === '' ? [] : [`[default: ${absent}]`]),
        ...aliases.map((alias) => `(Also --${alias}.)`),
      ].join(' '),
    ],
  ];
}

const indent = 27;

/** What is typed at the left, what it does beside it or, where there is no room, below. */
function entryLines([typed, meaning]: Entry, columns: number): string[] {
  const lines = wrapText(meaning, columns, ' '.repeat(indent));
  const left = `  ${typed}`;
  if (left.length > indent - 2) return [left, ...lines];
  const [first = '', ...rest] = lines;
  return [left + first.slice(left.length), ...rest];
}
