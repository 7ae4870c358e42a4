import {closeSync, constants, fstatSync, ftruncateSync, openSync, writeSync} from 'node:fs';
import {resolve} from 'node:path';
import type {Writable} from 'node:stream';

import {messageOf} from '@firefly/core';

import {isTrusted} from '../dry-run/open-output-directory.ts';
import {writeOutput} from '../output/write-output.ts';
import {SettingsError} from '../settings/settings-error.ts';

/** The file that a run's report goes to, or standard output. */
export interface ReportFile {
  /** Replaces what the file holds. Resolves with why it could not, a sentence, where it could not. */
  write(text: string): Promise<string | undefined>;
}

/**
 * Makes sure, before anything is contacted, that the report can be written; what the file holds stays until then. A new
 * file is its owner's alone. Of links, only `/dev/stdout`, `/dev/stderr` and `/dev/fd/*` are followed; no file that somebody
 * else laid there is written to, nor is a reader of a pipe waited for. `-` is `output`.
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
  const stream = ownStream(path);
  const withFile = (work: (file: number) => void) => {
    const file = stream === undefined ? openFile(path) : openStream(path, stream);
    try {
      work(file);
    } finally {
      if (file !== stream) closeSync(file);
    }
  };
  try {
    withFile(() => {});
  } catch (error) {
    throw new SettingsError([
      `${flag}: ${problem(path, error)}; expected a file in a directory that exists.`,
    ]);
  }
  return {
    async write(text) {
      try {
        withFile((file) => {
          if (stream === undefined && fstatSync(file).isFile()) ftruncateSync(file);
          writeAll(file, Buffer.from(text));
        });
        return undefined;
      } catch (error) {
        return `${problem(path, error)}.`;
      }
    },
  };
}

/** What a process was started with, by the names of its links: all other links lead to files of who knows whom. */
function ownStream(path: string): number | undefined {
  const [, name, number] = /^\/dev\/(?:(stdout|stderr)|fd\/(\d+))$/.exec(resolve(path)) ?? [];
  if (name !== undefined) return name === 'stdout' ? 1 : 2;
  return number === undefined ? undefined : Number(number);
}

/** Appended to: standard output may be a file that others write to as well. */
const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND;

/** Opened anew, so that no other writer moves its place; a socket, which cannot be, is written to as it is. */
function openStream(path: string, stream: number): number {
  try {
    return openSync(path, flags);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENXIO') throw error;
    return stream;
  }
}

/** What the file holds stays. */
function openFile(path: string): number {
  const {O_NOFOLLOW, O_NONBLOCK} = constants;
  const file = openSync(path, flags | (O_NOFOLLOW ?? 0) | (O_NONBLOCK ?? 0), 0o600);
  const stats = fstatSync(file);
  const isOwn = !stats.isFile() || (isTrusted(stats) && stats.nlink === 1);
  if (isOwn && !stats.isFIFO()) return file;
  closeSync(file);
  throw Object.assign(new Error('no file of its own'), {code: isOwn ? 'ENXIO' : 'EPERM'});
}

/** A stream that another part of this process made non-blocking is full at times. */
function writeAll(file: number, bytes: Buffer): void {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (let written = 0; written < bytes.length;) {
    try {
      written += writeSync(file, bytes, written);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      Atomics.wait(pause, 0, 0, 10);
    }
  }
}

function problem(path: string, error: unknown): string {
  const {code = ''} = error as NodeJS.ErrnoException;
  return `${path} cannot be written (${problemsByCode[code] ?? code})`;
}

const problemsByCode: Readonly<Record<string, string>> = {
  ELOOP: 'it is a link, which is not followed',
  ENXIO: 'it is a pipe or a socket, or a device that is not there',
  EPERM: 'it belongs to another user, or has a second name',
};
