import {type SpawnOptionsWithoutStdio, spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

import {buildProgram} from '../../packages/cli/build/build-program.ts';
import {makeRoot, user} from '../src/make-root.ts';

/** What a command inside the root printed, and how it ended. */
export interface Outcome {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ImageRoot extends Disposable {
  readonly folder: string;
  /** Runs a command in a chroot as the image's user, with these variables and no others. */
  run(command: readonly string[], environment?: Readonly<Record<string, string>>): Promise<Outcome>;
}

/** Builds the program and makes the root file system of the image, with this machine's Node.js and libraries. */
export async function makeImageRoot(): Promise<ImageRoot> {
  const temporary = mkdtempSync(join(tmpdir(), 'firefly-image-'));
  const folder = join(temporary, 'root');
  const program = join(temporary, 'program');
  await buildProgram(program);
  makeRoot({folder, program, node: process.execPath, system: '/'});
  return {
    folder,
    run: (command, environment = {}) =>
      runToEnd('chroot', [`--userspec=${user}:${user}`, '--groups=', folder, ...command], {env: environment}),
    [Symbol.dispose]: () => rmSync(temporary, {recursive: true}),
  };
}

async function runToEnd(
  command: string,
  args: readonly string[],
  options: SpawnOptionsWithoutStdio,
): Promise<Outcome> {
  const path = ['/usr/sbin', '/usr/bin', '/sbin', '/bin'].map((bin) => join(bin, command)).find(existsSync);
  const child = spawn(path ?? command, args, {...options, timeout: 240_000, killSignal: 'SIGKILL'});
  let stdout = '';
  let stderr = '';
  child.stdin.end();
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return {code, signal, stdout, stderr};
}
