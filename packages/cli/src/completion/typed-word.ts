import {parseCommandLine} from '../command-line/parse-command-line.ts';
import type {Command, CommandFlag} from '../commands/command.ts';
import {type SettingDefinition, settingDefinitions} from '../settings/setting-definition.ts';
import type {SettingText} from '../settings/setting-text.ts';
import type {SettingSource} from '../settings/setting-source.ts';

/** One thing that may be typed. */
export interface Candidate {
  readonly text: string;
  /** What shells that can show beside it. */
  readonly description?: string;
}

/** What may stand where a word is being typed. */
export type Offer =
  | {readonly kind: 'words'; readonly words: readonly Candidate[]}
  /** The shell knows them better. */
  | {readonly kind: 'files' | 'folders'}
  /** Somebody must be asked. */
  | {readonly kind: NonNullable<SettingSource['offers']>};

/** The word that is being typed. */
export interface TypedWord {
  readonly offer: Offer;
  /** What of the word stays as it is: `--context=`, `pods,`. */
  readonly before: string;
  /** What is to be completed. */
  readonly typed: string;
  /** What the words before it set. */
  readonly settings: readonly SettingText[];
}

const nothing: Offer = {kind: 'words', words: []};

/** Finds out what the last of the words may become. */
export function typedWord(words: readonly string[], commands: readonly Command[]): TypedWord {
  const current = words.at(-1) ?? '';
  const earlier = words.slice(0, -1);
  const {others, pending, isLiteral} = walk(earlier, commands);
  const command = commands.find(({name}) => name === others[0]);
  const settings = settingsOf(pending === undefined ? earlier : earlier.slice(0, -1), commands);
  const shared = {settings, before: '', typed: current};
  if (pending !== undefined) return {...shared, ...ofValue(pending, current, command)};
  if (isLiteral) return {...shared, offer: nothing};
  const [, flag, value] = /^(--?[a-z][^=]*=)(.*)$/s.exec(current) ?? [];
  if (flag !== undefined && value !== undefined) {
    const inner = ofValue(flag.replace(/^--?/, '').slice(0, -1), value, command);
    return {...shared, ...inner, before: flag + inner.before};
  }
  if (current.startsWith('-')) {
    // Long flags may have one dash.
    const dashes = /^-[^-]/.test(current) ? '-' : '--';
    return {...shared, offer: {kind: 'words', words: flagsOf(dashes, command ?? commands[0])}};
  }
  if (typeof command?.argument === 'object' && 'paths' in command.argument)
    return {...shared, offer: others.length > command.argument.paths.length ? nothing : {kind: 'files'}};
  return {...shared, offer: {kind: 'words', words: wordsOf(others, command, commands)}};
}

/** Which words are no flags and no values, and which flag still waits for its value. */
function walk(words: readonly string[], commands: readonly Command[]) {
  const others: string[] = [];
  let pending: string | undefined;
  for (const [index, word] of words.entries()) {
    if (pending !== undefined) pending = undefined;
    else if (word === '--') return {others: [...others, ...words.slice(index + 1)], pending, isLiteral: true};
    else if (!/^--?[a-z]/i.test(word)) others.push(word);
    else if (!word.includes('=') && takesValue(word.replace(/^--?/, ''), commands))
      pending = word.replace(/^--?/, '');
  }
  return {others, pending, isLiteral: false};
}

function takesValue(flag: string, commands: readonly Command[]): boolean {
  const setting = settingOf(flag);
  if (setting !== undefined) return setting.type !== 'boolean';
  return commands.some(({flags = {}}) =>
    Object.entries(flags).some(
      ([name, own]) => own.type === 'string' && (name === flag || own.letter === flag),
    ),
  );
}

function settingOf(flag: string): SettingDefinition | undefined {
  return settingDefinitions.find(({source}) => source.flags?.includes(flag));
}

function settingsOf(words: readonly string[], commands: readonly Command[]): readonly SettingText[] {
  try {
    const line = parseCommandLine(words, {commands, version: '', columns: 80});
    return line.kind === 'run' ? line.settings : [];
  } catch {
    // What is typed is not finished yet.
    return [];
  }
}

function ofValue(flag: string, typed: string, command: Command | undefined): Omit<TypedWord, 'settings'> {
  const setting = settingOf(flag);
  const own = Object.entries(command?.flags ?? {}).find(
    ([name, {letter}]) => name === flag || letter === flag,
  )?.[1];
  const offer = setting === undefined ? offerOfFlag(own) : offerOfSetting(setting);
  const comma = setting?.type === 'array' ? typed.lastIndexOf(',') + 1 : 0;
  return {offer, before: typed.slice(0, comma), typed: typed.slice(comma)};
}

function offerOfFlag(flag?: CommandFlag): Offer {
  return flag?.placeholder === 'FILE' ? {kind: 'files'} : offerOf(flag?.choices, flag?.offers);
}

function offerOfSetting({type, words, source}: SettingDefinition): Offer {
  if (source.kind === 'path') return {kind: source.placeholder === 'DIR' ? 'folders' : 'files'};
  return offerOf(type === 'boolean' ? ['true', 'false'] : words, source.offers);
}

function offerOf(words: readonly string[] | undefined, offers: SettingSource['offers']): Offer {
  if (words !== undefined) return {kind: 'words', words: words.map((text) => ({text}))};
  return offers === undefined ? nothing : {kind: offers};
}

function flagsOf(dashes: string, command?: Command): Candidate[] {
  const {flags = {}, takes} = command ?? {};
  const own = Object.entries(flags).map(([name, {description}]) => [name, description] as const);
  const settings = settingDefinitions
    .filter(({name}) => takes?.includes(name) ?? true)
    .flatMap(({source, description}) =>
      (source.flags ?? []).slice(0, 1).map((flag) => [flag, description] as const),
    );
  const general = [
    ['help', 'Show help and exit.'],
    ['version', 'Show the version and exit.'],
  ] as const;
  return [...own, ...settings, ...general].map(([name, description]) => ({text: dashes + name, description}));
}

function wordsOf(
  others: readonly string[],
  command: Command | undefined,
  commands: readonly Command[],
): readonly Candidate[] {
  const names = commands.map(({name, summary}) => ({text: name, description: summary}));
  if (others.length === 0) return [...names, {text: 'help', description: 'Show the help of a command.'}];
  if (others.length > 1) return [];
  if (others[0] === 'help') return names;
  const argument = command?.argument;
  return typeof argument === 'object' && 'choices' in argument
    ? argument.choices.map((text) => ({text}))
    : [];
}
