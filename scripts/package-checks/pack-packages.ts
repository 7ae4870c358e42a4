import {mkdirSync} from 'node:fs';
import {join} from 'node:path';

import {type PackageManifest, publicPackages} from '../public-packages.ts';
import type {PackedPackage} from './packed-package.ts';
import {runCommand} from './run-command.ts';

/** Packs every public package into a folder, which it makes. */
export function packPackages(folder: string): readonly PackedPackage[] {
  mkdirSync(folder, {recursive: true});
  const packages = publicPackages();
  const filters = packages.flatMap(({manifest}) => ['--filter', manifest.name]);
  const output = runCommand('pnpm', ['--silent', ...filters, 'pack', '--json', '--pack-destination', folder]);
  const packed = JSON.parse(output) as readonly PackOutput[];
  return packages.map((found) => {
    const {name} = found.manifest;
    const output = packed.find((entry) => entry.name === name);
    if (output === undefined) throw new Error(`pnpm pack made no tarball of ${name}.`);
    const tarball = join(folder, output.filename.split('/').at(-1) ?? '');
    const manifest = runCommand('tar', ['-xzOf', tarball, 'package/package.json']);
    return {
      folder: found.folder,
      tarball,
      manifest: JSON.parse(manifest) as PackageManifest,
      files: output.files.map(({path}) => path),
    };
  });
}

/** What `pnpm pack --json` says of one package. */
interface PackOutput {
  readonly name: string;
  readonly filename: string;
  readonly files: readonly {readonly path: string}[];
}
