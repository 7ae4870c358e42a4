import {parseCommandLine} from '../../src/command-line/parse-command-line.ts';
import {commands} from '../../src/commands/command-table.ts';
import {loadSettings} from '../../src/settings/load-settings.ts';
import type {LoadedSettings} from '../../src/settings/loaded-settings.ts';
import {SettingsError} from '../../src/settings/settings-error.ts';
import type {SettingName} from '../../src/settings/settings.ts';
import {createDirectory} from './create-directory.ts';

export interface Places {
  readonly files?: Record<string, string>;
  readonly directory?: string;
  readonly environment?: Record<string, string>;
  readonly words?: readonly string[];
  readonly required?: readonly SettingName[];
}

/** Loads settings from a directory, an environment and a command line that a test spells out. */
export function load({
  files = {},
  directory,
  environment = {},
  words = [],
  required = [],
}: Places): LoadedSettings {
  const line = parseCommandLine(words, {commands, version: '1.2.3', columns: 80});
  if (line.kind !== 'run') throw new Error('The words ask for a text.');
  const defaultDirectory = directory ?? createDirectory(files);
  return loadSettings({environment, flags: line.settings, required, defaultDirectory});
}

/** The problems that loading ends with. */
export function problemsOf(places: Places): readonly string[] {
  try {
    load(places);
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
  return [];
}
