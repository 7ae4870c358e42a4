import type {Command} from '../commands/command.ts';
import {settingDefinitions} from '../settings/setting-definition.ts';

/** What a shell completes: a flag in its documented spelling, with what may follow it. */
export interface CompletionFlag {
  readonly name: string;
  readonly description: string;
  readonly value: CompletionValue;
}

export type CompletionValue =
  /** A switch. */
  | {readonly kind: 'none'}
  | {readonly kind: 'words'; readonly words: readonly string[]}
  | {readonly kind: 'path'}
  /** Something that nobody can guess. */
  | {readonly kind: 'text'};

export interface CompletionWords {
  readonly commands: readonly {readonly name: string; readonly description: string}[];
  /** Flags that every command takes. */
  readonly flags: readonly CompletionFlag[];
  /** Flags of one command, and the words that may follow its name. */
  readonly own: readonly {
    readonly command: string;
    readonly flags: readonly CompletionFlag[];
    readonly words: readonly string[];
  }[];
}

/** Gathers it from the settings' schema and the commands: nothing to keep in step by hand. */
export function completionWords(commands: readonly Command[]): CompletionWords {
  const named = commands.filter(({name}) => name !== '');
  const settings = settingDefinitions.flatMap(({source, type, words, description}): CompletionFlag[] => {
    const [name] = source.flags ?? [];
    if (name === undefined) return [];
    const value: CompletionValue =
      type === 'boolean'
        ? {kind: 'none'}
        : words !== undefined
          ? {kind: 'words', words}
          : {kind: source.kind === 'path' ? 'path' : 'text'};
    return [{name, description, value}];
  });
  const general: readonly CompletionFlag[] = [
    {name: 'help', description: 'Show help and exit.', value: {kind: 'none'}},
    {name: 'version', description: 'Show the version and exit.', value: {kind: 'none'}},
  ];
  return {
    commands: named.map(({name, summary}) => ({name, description: summary})),
    flags: [...settings, ...general],
    own: named.map(({name: command, flags = {}, argument}) => ({
      command,
      flags: Object.entries(flags).map(([name, {description, type, choices}]) => ({
        name,
        description,
        value:
          type === 'boolean'
            ? {kind: 'none' as const}
            : choices === undefined
              ? {kind: 'text' as const}
              : {kind: 'words' as const, words: choices},
      })),
      words: typeof argument === 'object' ? argument.choices : [],
    })),
  };
}
