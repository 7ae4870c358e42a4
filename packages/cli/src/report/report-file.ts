import {closeSync, openSync, writeFileSync} from 'node:fs';

import {SettingsError} from '../settings/settings-error.ts';

/** The file that a run's report goes to. */
export interface ReportFile {
  /** Replaces what the file holds. */
  write(text: string): void;
}

/**
 * Makes sure, before anything is contacted, that the report can be written; what the file holds stays until then.
 *
 * @throws {SettingsError} when it cannot.
 */
export function openReportFile(path: string | undefined): ReportFile | undefined {
  if (path === undefined) return undefined;
  try {
    closeSync(openSync(path, 'a'));
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException;
    throw new SettingsError([
      `--report: ${path} cannot be written (${code}); expected a file in a directory that exists.`,
    ]);
  }
  return {write: (text) => writeFileSync(path, text)};
}
