import {makeDirectory, messageOf} from '@firefly/core';
import {lstatSync, readdirSync, type Stats, statSync} from 'node:fs';

import {SettingsError} from '../settings/settings-error.ts';

/**
 * Makes sure, before anything is contacted, that a dry run can write to its directory, and nobody else lays files in its
 * way: makes it, for its owner alone, where it does not exist. Files of two runs do not mix.
 *
 * @throws {SettingsError} where it cannot be made or read, holds something, or belongs to somebody else.
 */
export function openOutputDirectory(directory: string): void {
  const refuse = (reason: string, expected = 'a new directory, or an empty one') =>
    new SettingsError([`--output-dir ${directory} cannot be used: ${reason}; expected ${expected}.`]);
  let names: readonly string[];
  let isOwn: boolean;
  try {
    makeDirectory(directory);
    names = readdirSync(directory);
    // Who owns a link decides where it leads.
    isOwn = [lstatSync(directory), statSync(directory)].every((stats) => isTrusted(stats));
  } catch (error) {
    throw refuse((error as NodeJS.ErrnoException).code ?? messageOf(error));
  }
  if (names.length > 0) throw refuse('it is not empty');
  if (!isOwn)
    throw refuse(
      'it belongs to another user',
      "a directory of your own, or one of root's that your group may write to",
    );
}

/** Who a process is; Windows does not say. */
export interface ProcessIdentity {
  readonly user: number | undefined;
  readonly groups: readonly number[];
}

/**
 * Whether no other user decides what lies there: it is this user's own; or root's, and a link, or writable through one of
 * this user's groups, as volumes of Kubernetes (fsGroup) and OpenShift are.
 */
export function isTrusted(
  stats: Pick<Stats, 'uid' | 'gid' | 'mode' | 'isSymbolicLink'>,
  {user, groups}: ProcessIdentity = currentIdentity(),
): boolean {
  if (user === undefined || stats.uid === user) return true;
  if (stats.uid !== 0) return false;
  return stats.isSymbolicLink() || ((stats.mode & 0o020) !== 0 && groups.includes(stats.gid));
}

function currentIdentity(): ProcessIdentity {
  const group = process.getegid?.();
  return {
    user: process.geteuid?.(),
    groups: [...(process.getgroups?.() ?? []), ...(group === undefined ? [] : [group])],
  };
}
