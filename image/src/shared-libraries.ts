import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';

import {type ElfFile, readElfFile} from './elf-file.ts';

/** A file of the system that a program needs: where it lies, and the path that the program finds it by. */
export interface SharedLibrary {
  /** `/lib/x86_64-linux-gnu/libc.so.6` */
  readonly path: string;
  /** The same path inside the system that it is copied from. */
  readonly source: string;
}

const folders: Readonly<Record<string, readonly string[]>> = {
  amd64: ['/lib/x86_64-linux-gnu', '/usr/lib/x86_64-linux-gnu', '/lib64', '/usr/lib64', '/lib', '/usr/lib'],
  arm64: ['/lib/aarch64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/lib64', '/usr/lib64', '/lib', '/usr/lib'],
};

/**
 * Every shared library that a program needs, the dynamic linker included, and what those need in turn.
 *
 * @param program Path of the program.
 * @param system Root of the system that has its libraries: `/`, or a folder that packages were unpacked into.
 * @throws {Error} when one is missing or made for another architecture.
 */
export function sharedLibraries(program: string, system: string): readonly SharedLibrary[] {
  const {architecture, interpreter, needed} = readElfFile(readFileSync(program), program);
  if (interpreter === undefined) return [];
  const found = new Map<string, SharedLibrary>();
  const linker = {path: interpreter, source: join(system, interpreter)};
  found.set(interpreter.split('/').at(-1) ?? '', linker);

  const waiting = [...readLibrary(linker, architecture).needed, ...needed];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (found.has(name)) continue;
    const library = findLibrary(name, architecture, system);
    if (library === undefined) throw new Error(`${program} needs ${name}, which is not under ${system}.`);
    found.set(name, library);
    waiting.push(...readLibrary(library, architecture).needed);
  }
  return [...found.values()].sort((one, other) => one.path.localeCompare(other.path));
}

function findLibrary(name: string, architecture: string, system: string): SharedLibrary | undefined {
  return folders[architecture]
    ?.map((folder) => ({path: `${folder}/${name}`, source: join(system, folder, name)}))
    .find(({source}) => existsSync(source));
}

function readLibrary({source}: SharedLibrary, architecture: string): ElfFile {
  const bytes = readFileSync(source);
  const library = readElfFile(bytes, source);
  if (library.architecture !== architecture)
    throw new Error(`${source} is made for ${library.architecture}; expected ${architecture}.`);
  // Before 2.34 the C library looked names up by plugins that no file names, and without them no host is ever found.
  if (source.endsWith('/libc.so.6') && !bytes.includes('_nss_dns_gethostbyname4_r'))
    throw new Error(`${source} cannot look up host names by itself; expected glibc 2.34 or newer.`);
  return library;
}
