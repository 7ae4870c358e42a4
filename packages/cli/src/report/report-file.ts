import {closeSync, constants, fstatSync, ftruncateSync, openSync, writeFileSync} from 'node:fs';
import {resolve} from 'node:path';
import type {Writable} from 'node:stream';

import {messageOf} from '@firefly/core';

import {writeOutput} from '../output/write-output.ts';
import {SettingsError} from '../settings/settings-error.ts';

/** The file that a run's report goes to, or standard output. */
export interface ReportFile {
  /** Replaces what the file holds. Resolves with why it could not, a sentence, where it could not. */
  write(text: string): Promise<string | undefined>;
}

/**
 * Makes sure, before anything is contacted, that the report can be written; what the file holds stays until then. A new
 * file is its owner's alone. Of links, only `/dev/stdout`, `/dev/stderr` and `/dev/fd/*` are followed. `-` is `output`.
 *
 * @throws {SettingsError} when it cannot.
 */
export function openReportFile(
  path: string | undefined,
  output: Writable,
  flag = '--report',
): ReportFile | undefined {
  if (path === undefined) return undefined;
  if (path === '-')
    return {
      write: async (text) =>
        writeOutput(output, text).then(
          () => undefined,
          (error) => messageOf(error),
        ),
    };
  try {
    closeSync(openFile(path));
  } catch (error) {
    throw new SettingsError([
      `${flag}: ${problem(path, error)}; expected a file in a directory that exists.`,
    ]);
  }
  return {
    async write(text) {
      try {
        const file = openFile(path);
        try {
          if (fstatSync(file).isFile() && !isOwnStream(path)) ftruncateSync(file);
          writeFileSync(file, text);
        } finally {
          closeSync(file);
        }
        return undefined;
      } catch (error) {
        return `${problem(path, error)}.`;
      }
    },
  };
}

/** Links by which a process reaches what it was started with: all others lead to files of who knows whom. */
function isOwnStream(path: string): boolean {
  return /^\/dev\/(?:stdout|stderr|fd\/\d+)$/.test(resolve(path));
}

/** What the file holds stays. Appended to: standard output may be a file that others write to as well. */
function openFile(path: string): number {
  const {O_WRONLY, O_CREAT, O_APPEND, O_NOFOLLOW} = constants;
  const follow = isOwnStream(path) ? 0 : (O_NOFOLLOW ?? 0);
  return openSync(path, O_WRONLY | O_CREAT | O_APPEND | follow, 0o600);
}

function problem(path: string, error: unknown): string {
  const {code} = error as NodeJS.ErrnoException;
  return `${path} cannot be written (${code === 'ELOOP' ? 'it is a link, which is not followed' : code})`;
}
