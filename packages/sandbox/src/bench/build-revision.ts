import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

/** A revision of this repository, checked out and built in a folder of its own. */
export interface BuiltRevision extends Disposable {
  readonly root: string;
}

/**
 * Checks a revision out into a temporary worktree, installs what its lockfile names and builds it; `using` removes it.
 *
 * @throws Error where git does not know it, or it does not build.
 */
export function buildRevision(revision: string, repository: string): BuiltRevision {
  const folder = mkdtempSync(join(tmpdir(), 'firefly-against-'));
  const root = join(folder, 'checkout');
  const [pnpm, ...before] = pnpmCommand();
  const run = (command: string, words: readonly string[], cwd: string) =>
    execFileSync(command, words, {cwd, stdio: ['ignore', 'ignore', 'inherit']});
  const remove = () => {
    rmSync(folder, {recursive: true, force: true});
    run('git', ['worktree', 'prune'], repository);
  };
  try {
    run('git', ['worktree', 'add', '--quiet', '--detach', root, revision], repository);
    run(pnpm, [...before, 'install', '--frozen-lockfile', '--prefer-offline'], root);
    run(pnpm, [...before, 'build'], root);
  } catch (error) {
    remove();
    throw new Error(`The revision "${revision}" could not be checked out and built; see above.`, {
      cause: error,
    });
  }
  return {root, [Symbol.dispose]: remove};
}

/** The pnpm that runs this script: a program, or a script for Node. */
function pnpmCommand(): readonly [string, ...string[]] {
  const path = process.env['npm_execpath'] ?? 'pnpm';
  return /\.[cm]?js$/.test(path) ? [process.execPath, path] : [path];
}
