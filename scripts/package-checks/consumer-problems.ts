import {existsSync, mkdirSync, realpathSync, symlinkSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

import type {PackedPackage} from './packed-package.ts';
import {runCommand} from './run-command.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

const newest = join(root, 'node_modules/.bin/tsc');
const oldest = join(root, 'tools/node_modules/typescript-5.4/bin/tsc');

/** Whose projects compile: the newest TypeScript's, and the oldest's that the packages' types are for. */
const compilers: Readonly<Record<string, readonly [tsc: string, ...flags: string[]]>> = {
  'moduleResolution nodenext': [newest, '--module', 'nodenext'],
  'moduleResolution bundler': [newest, '--module', 'esnext', '--moduleResolution', 'bundler'],
  'TypeScript 5.4': [oldest, '--module', 'nodenext'],
};

/**
 * Makes an empty project that imports every entry point of the packed packages, compiles it as projects for Node.js and
 * for bundlers are compiled, declarations checked too, and runs it. Each package finds its declared dependencies and no
 * others, so that one which is not declared is a problem here and not at somebody's.
 */
export function consumerProblems(packed: readonly PackedPackage[], folder: string): readonly string[] {
  const libraries = packed.filter(({manifest}) => manifest.exports !== undefined);
  for (const library of libraries) install(library, folder);
  link(join(root, 'node_modules/@types/node'), join(folder, 'node_modules/@types/node'));
  writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
  writeFileSync(join(folder, 'use.ts'), importsOf(libraries));

  const strict = ['--noEmit', '--strict', '--resolveJsonModule', '--target', 'esnext', '--types', 'node'];
  return [
    ...Object.entries(compilers).flatMap(([name, [tsc, ...flags]]) =>
      failure(`A project with ${name} does not compile`, () =>
        runCommand(tsc, [...strict, ...flags, 'use.ts'], folder),
      ),
    ),
    ...failure('A project that imports the packages does not run', () =>
      runCommand(process.execPath, ['use.ts'], folder),
    ),
  ];
}

/** Unpacks a package beside links to what it declares: pnpm's layout, which hides everything else from it. */
function install({manifest, tarball, folder: source}: PackedPackage, folder: string): void {
  const home = join(folder, 'packed', manifest.name.replace('/', '+'), 'node_modules');
  const unpacked = join(home, manifest.name);
  mkdirSync(unpacked, {recursive: true});
  runCommand('tar', ['-xzf', tarball, '-C', unpacked, '--strip-components=1']);
  link(unpacked, join(folder, 'node_modules', manifest.name));
  for (const name of Object.keys(manifest.dependencies ?? {})) {
    const third = join(root, source, 'node_modules', name);
    const packed = join(folder, 'packed', name.replace('/', '+'), 'node_modules', name);
    link(name.startsWith('@firefly/') ? packed : realpathSync(third), join(home, name));
  }
}

function link(target: string, path: string): void {
  mkdirSync(dirname(path), {recursive: true});
  if (!existsSync(path)) symlinkSync(target, path);
}

/** A module that imports each entry point and expects it to export something. */
function importsOf(libraries: readonly PackedPackage[]): string {
  const entries = libraries.flatMap(({manifest}) =>
    Object.keys(manifest.exports ?? {}).map((path) => manifest.name + path.slice(1)),
  );
  const imports = entries.map((entry, index) =>
    entry.endsWith('.json')
      ? `import m${index} from '${entry}' with {type: 'json'};`
      : `import * as m${index} from '${entry}';`,
  );
  const uses = entries.map(
    (entry, index) =>
      `if (Object.keys(m${index}).length === 0) throw new Error('${entry} exports nothing.');`,
  );
  return [...imports, ...uses].join('\n');
}

function failure(sentence: string, act: () => unknown): readonly string[] {
  try {
    act();
    return [];
  } catch (error) {
    return [`${sentence}: ${error instanceof Error ? error.message : String(error)}`];
  }
}
