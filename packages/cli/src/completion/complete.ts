import type {Command} from '../commands/command.ts';
import type {ProcessContext} from '../commands/command-context.ts';
import {writeOutput} from '../output/write-output.ts';
import type {SettingSource} from '../settings/setting-source.ts';
import {type Candidate, type TypedWord, typedWord} from './typed-word.ts';

/** What completing needs beside the words. */
export interface CompleteOptions {
  readonly process: Pick<ProcessContext, 'environment' | 'stdout'>;
  readonly commands: readonly Command[];
  /** In which a cluster must have answered. */
  readonly milliseconds: number;
}

/**
 * Tells the scripts of `completion` what the last word may become: the first line says `words`, `files` or `folders`;
 * words follow, one a line, with a tab and a description where there is one. Silent where nothing can be found out.
 */
export async function complete(words: readonly string[], options: CompleteOptions): Promise<void> {
  const {process, commands} = options;
  const {stdout} = process;
  const word = typedWord(words, commands);
  const {offer, before, typed} = word;
  if (offer.kind === 'files' || offer.kind === 'folders') return writeOutput(stdout, `${offer.kind}\n`);
  const candidates = offer.kind === 'words' ? offer.words : await lookedUp(word, offer.kind, options);
  const given = before.split(',');
  const lines = candidates
    // A shell would act on what no name that is typed can have.
    .filter(({text}) => text.startsWith(typed) && !/[\s\p{C}]/u.test(text) && !given.includes(text))
    .map(({text, description}) => `${before}${text}${description === undefined ? '' : `\t${description}`}`);
  await writeOutput(stdout, `${['words', ...new Set(lines)].join('\n')}\n`);
}

async function lookedUp(
  {settings}: TypedWord,
  kind: NonNullable<SettingSource['offers']>,
  {process: {environment}, milliseconds}: CompleteOptions,
): Promise<readonly Candidate[]> {
  try {
    const {lookUp} = await import('./look-up.ts');
    const signal = AbortSignal.timeout(Math.max(1, Math.floor(milliseconds)));
    return (await lookUp(kind, {environment, flags: settings, signal})).map((text) => ({text}));
  } catch {
    // A message in the middle of what is being typed helps nobody.
    return [];
  }
}
