import {closeSync, openSync, writeFileSync} from 'node:fs';

import {SettingsError} from '../settings/settings-error.ts';

/** The file that a run's report goes to. */
export interface ReportFile {
  /** Replaces what the file holds. Returns why it could not, a sentence, where it could not. */
  write(text: string): string | undefined;
}

/**
 * Makes sure, before anything is contacted, that the report can be written; what the file holds stays until then. A new
 * file is its owner's alone.
 *
 * @throws {SettingsError} when it cannot.
 */
export function openReportFile(path: string | undefined): ReportFile | undefined {
  if (path === undefined) return undefined;
  try {
    closeSync(openSync(path, 'a', 0o600));
  } catch (error) {
    throw new SettingsError([
      `--report: ${problem(path, error)}; expected a file in a directory that exists.`,
    ]);
  }
  return {
    write(text) {
      try {
        writeFileSync(path, text);
        return undefined;
      } catch (error) {
        return `${problem(path, error)}.`;
      }
    },
  };
}

function problem(path: string, error: unknown): string {
  return `${path} cannot be written (${(error as NodeJS.ErrnoException).code})`;
}
