import {execFileSync} from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  lutimesSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {dirname, join} from 'node:path';

import {readElfFile} from './elf-file.ts';
import {sharedLibraries} from './shared-libraries.ts';

export interface RootOptions {
  /** Folder of the root file system. It must be empty or not exist. */
  readonly folder: string;
  /** Folder of the built program: what `pnpm build` leaves in `packages/cli/dist`. */
  readonly program: string;
  /** The Node.js program that runs it. */
  readonly node: string;
  /** Root of the system that the shared libraries are taken from: `/`, or a folder that packages were unpacked into. */
  readonly system: string;
  /** Leave out what only debuggers read of Node.js, 17 MB: needs `strip` for its architecture. Default false. */
  readonly strip?: boolean;
}

const stripCommands: Readonly<Record<string, string>> = {
  amd64: 'x86_64-linux-gnu-strip',
  arm64: 'aarch64-linux-gnu-strip',
};

/** The user that the image runs as: no other is needed, and none may log in. */
export const user = 65532;
const accounts = {
  'etc/passwd': `firefly:x:${user}:${user}:Firefly collector:/:/sbin/nologin\n`,
  'etc/group': `firefly:x:${user}:\n`,
  // The names of a pod's own /etc/hosts before the name servers.
  'etc/nsswitch.conf': 'passwd: files\ngroup: files\nhosts: files dns\n',
};

/** Where volumes are mounted. Without one, whoever runs the image may write there, as in any /tmp. */
const writableFolders = ['tmp', 'var/spool/firefly'];
const mountPoints = ['etc/config', 'proc', 'dev', 'sys'];

const home = 'usr/lib/firefly';
/** One date for everything, so that the same files make the same image. */
const date = new Date(0);

/**
 * Makes the whole root file system of the image: the program, Node.js, the shared libraries that Node.js asks for, an
 * account, mount points, the licences; no shell, no package manager, nothing that is writable. Certificate authorities
 * need no file: Node.js has them built in.
 *
 * @throws {Error} when the folder is not empty, or a part is missing.
 */
export function makeRoot({folder, program, node, system, strip = false}: RootOptions): void {
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new Error(`${folder} is not empty; expected a folder to fill.`);

  for (const name of readdirSync(program)) copy(join(program, name), join(folder, home, name), 0o644);
  const launcher = join(folder, home, 'firefly-collector.mjs');
  if (!existsSync(launcher)) throw new Error(`${program} holds no firefly-collector.mjs; run pnpm build.`);
  // There is no `env` that would look for Node.js.
  const code = readFileSync(launcher, 'utf8').replace(/^#!.*/u, '#!/usr/bin/node');
  writeFileSync(launcher, code);
  chmodSync(launcher, 0o755);

  const runtime = join(folder, 'usr/bin/node');
  copy(node, runtime, 0o755);
  if (strip) execFileSync(stripCommandFor(runtime), [runtime]);
  symlinkSync('../lib/firefly/firefly-collector.mjs', join(folder, 'usr/bin/firefly-collector'));
  for (const {path, source} of sharedLibraries(node, system)) copy(source, join(folder, path), 0o755);
  copyLicenses({node, system, folder});

  for (const [path, text] of Object.entries(accounts)) {
    mkdirSync(dirname(join(folder, path)), {recursive: true});
    writeFileSync(join(folder, path), text, {mode: 0o644});
  }
  for (const path of [...mountPoints, ...writableFolders]) mkdirSync(join(folder, path), {recursive: true});
  settle(folder);
  for (const path of writableFolders) chmodSync(join(folder, path), 0o1777);
}

function stripCommandFor(node: string): string {
  const {architecture} = readElfFile(readFileSync(node), node);
  const command = stripCommands[architecture];
  if (command === undefined) throw new Error(`${node} is made for ${architecture}; expected amd64 or arm64.`);
  return command;
}

/**
 * Texts that come with what is copied, where they lie beside it: packages have them, and `fetch-platform.sh`, which the
 * Dockerfile uses, insists on it.
 */
function copyLicenses({node, system, folder}: Pick<RootOptions, 'node' | 'system' | 'folder'>): void {
  const ofNode = join(dirname(node), '../LICENSE');
  if (existsSync(ofNode)) copy(ofNode, join(folder, 'usr/share/doc/node/copyright'), 0o644);
  for (const name of ['libc6', 'libgcc-s1', 'libstdc++6']) {
    const path = join('usr/share/doc', name, 'copyright');
    if (existsSync(join(system, path))) copy(join(system, path), join(folder, path), 0o644);
  }
}

function copy(source: string, target: string, mode: number): void {
  mkdirSync(dirname(target), {recursive: true});
  copyFileSync(source, target);
  chmodSync(target, mode);
}

/** Gives every folder below one mode, whatever the umask, and everything one date. */
function settle(folder: string): void {
  for (const entry of readdirSync(folder, {withFileTypes: true})) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) settle(path);
    else lutimesSync(path, date, date);
  }
  chmodSync(folder, 0o755);
  lutimesSync(folder, date, date);
}
