import {execFileSync} from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {basename, join, relative} from 'node:path';

import {beforeEach, describe, expect, onTestFinished, test} from 'vitest';

import {readElfFile} from '../src/elf-file.ts';
import {makeRoot} from '../src/make-root.ts';
import {sharedLibraries} from '../src/shared-libraries.ts';

let temporary: string;
let program: string;
/** A program of this machine in the place of Node.js, which is large. */
let node: string;

beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), 'firefly-root-'));
  onTestFinished(() => rmSync(temporary, {recursive: true}));
  program = join(temporary, 'program');
  mkdirSync(program);
  writeFileSync(join(program, 'firefly-collector.mjs'), '#!/usr/bin/env node\nvoid import("./main.mjs");\n');
  writeFileSync(join(program, 'main.mjs'), 'export {};\n');
  node = join(temporary, 'node/bin/node');
  mkdirSync(join(temporary, 'node/bin'), {recursive: true});
  copyFileSync('/usr/bin/env', node);
  writeFileSync(join(temporary, 'node/LICENSE'), 'Anybody may use it.\n');
});

function make(): string {
  const folder = join(temporary, 'root');
  makeRoot({folder, program, node, system: '/'});
  return folder;
}

function entries(folder: string) {
  return readdirSync(folder, {recursive: true, withFileTypes: true}).map((entry) => {
    const path = join(entry.parentPath, entry.name);
    return {path: relative(folder, path), isFile: entry.isFile(), isLink: entry.isSymbolicLink(), full: path};
  });
}

describe.skipIf(process.platform !== 'linux')('the root file system', () => {
  test('holds the program, Node.js, its libraries, an account, licences, and nothing else', () => {
    const files = entries(make()).filter(({isFile, isLink}) => isFile || isLink);
    const listed = execFileSync('ldd', [node], {encoding: 'utf8'});
    const libraries = [...listed.matchAll(/(?<=\s)\/\S+/gu)].map(([path]) => path.slice(1));
    const own = [
      'etc/group',
      'etc/nsswitch.conf',
      'etc/passwd',
      'usr/bin/firefly-collector',
      'usr/bin/node',
      'usr/lib/firefly/firefly-collector.mjs',
      'usr/lib/firefly/main.mjs',
    ];
    const found = files
      .map(({path}) => path)
      .filter((path) => !/^usr\/share\/doc\/[^/]+\/copyright$/u.test(path));
    expect(new Set(found)).toEqual(new Set([...own, ...libraries]));
    expect(files.map(({path}) => path)).toContain('usr/share/doc/node/copyright');
  });

  test('lets nobody but its owner write, except where volumes are mounted', () => {
    const writable = entries(make())
      .filter(({isLink}) => !isLink)
      .map(({path, full}) => ({path, mode: statSync(full).mode & 0o7777}))
      .filter(({mode}) => (mode & 0o7022) !== 0);
    expect(writable).toEqual([
      {path: 'tmp', mode: 0o1777},
      {path: join('var', 'spool', 'firefly'), mode: 0o1777},
    ]);
  });

  test('is the same, dates included, whenever it is made', () => {
    const folder = make();
    for (const {full, isLink} of entries(folder)) if (!isLink) expect(statSync(full).mtimeMs).toBe(0);
  });

  test('starts the program without a shell or env to find Node.js', () => {
    const launcher = readFileSync(join(make(), 'usr/lib/firefly/firefly-collector.mjs'), 'utf8');
    expect(launcher).toBe('#!/usr/bin/node\nvoid import("./main.mjs");\n');
  });

  test('is not made over something else, nor without the program', () => {
    const folder = make();
    expect(make).toThrow(`${folder} is not empty; expected a folder to fill.`);
    rmSync(folder, {recursive: true});
    rmSync(join(program, 'firefly-collector.mjs'));
    expect(make).toThrow(`${program} holds no firefly-collector.mjs; run pnpm build.`);
  });
});

describe.skipIf(process.platform !== 'linux')('the shared libraries of a program', () => {
  test('are missed by name', () => {
    const {interpreter} = readElfFile(readFileSync(process.execPath), process.execPath);
    const system = join(temporary, 'system');
    mkdirSync(join(system, interpreter ?? '', '..'), {recursive: true});
    writeFileSync(join(system, interpreter ?? ''), readFileSync(interpreter ?? ''));
    expect(() => sharedLibraries(process.execPath, system)).toThrow(
      new RegExp(`needs lib\\S+, which is not under ${system}\\.$`, 'u'),
    );
  });

  test('are of its own architecture', () => {
    const {interpreter} = readElfFile(readFileSync(process.execPath), process.execPath);
    const system = join(temporary, 'system');
    const linker = join(system, interpreter ?? '');
    const bytes = readFileSync(interpreter ?? '');
    // e_machine: neither of the two that images are made for.
    bytes.writeUInt16LE(0xf3, 18);
    mkdirSync(join(linker, '..'), {recursive: true});
    writeFileSync(linker, bytes);
    expect(() => sharedLibraries(process.execPath, system)).toThrow(
      `${linker} is made for machine 243; expected ${process.arch === 'x64' ? 'amd64' : process.arch}.`,
    );
  });

  test('look up host names without plugins', () => {
    const system = join(temporary, 'system');
    for (const {path} of sharedLibraries(process.execPath, '/')) {
      mkdirSync(join(system, path, '..'), {recursive: true});
      const text = readFileSync(path, 'latin1');
      const older =
        basename(path) === 'libc.so.6' ? text.replaceAll('_nss_dns_gethostbyname4_r', 'x'.repeat(25)) : text;
      writeFileSync(join(system, path), older, 'latin1');
    }
    expect(() => sharedLibraries(process.execPath, system)).toThrow('expected glibc 2.34 or newer.');
  });

  test('are read from programs only', () => {
    const file = join(temporary, 'script');
    writeFileSync(file, '#!/bin/sh\nexit 0\n');
    expect(() => sharedLibraries(file, '/')).toThrow(`${file} is not a 64-bit ELF file`);
  });
});
