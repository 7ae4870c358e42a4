import {messageOf} from '@firefly/core';
import {mkdirSync, readdirSync} from 'node:fs';

import {SettingsError} from '../settings/settings-error.ts';

/**
 * Makes sure, before anything is contacted, that a dry run can write to its directory: makes it, for its owner alone,
 * where it does not exist. Files of two runs do not mix.
 *
 * @throws {SettingsError} where it cannot be made or read, or holds something.
 */
export function openOutputDirectory(directory: string): void {
  const refuse = (reason: string) =>
    new SettingsError([
      `--output-dir ${directory} cannot be used: ${reason}; expected a new directory, or an empty one.`,
    ]);
  let names: readonly string[];
  try {
    mkdirSync(directory, {recursive: true, mode: 0o700});
    names = readdirSync(directory);
  } catch (error) {
    throw refuse((error as NodeJS.ErrnoException).code ?? messageOf(error));
  }
  if (names.length > 0) throw refuse('it is not empty');
}
