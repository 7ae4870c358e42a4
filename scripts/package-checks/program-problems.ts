import {mkdirSync, writeFileSync} from 'node:fs';

import type {PackedPackage} from './packed-package.ts';
import {runCommand} from './run-command.ts';

/**
 * Installs the package of the program in an empty folder, without a registry, and asks the program for its version: it
 * is one bundle that needs nothing else.
 */
export function programProblems(packed: readonly PackedPackage[], folder: string): readonly string[] {
  const program = packed.find(({manifest}) => manifest.name === '@firefly/cli');
  if (program === undefined)
    return ['The package @firefly/cli, which holds the program, is not among the public ones.'];
  const {manifest, tarball} = program;
  mkdirSync(folder, {recursive: true});
  writeFileSync(`${folder}/package.json`, '{"private": true}');
  try {
    runCommand(
      'npm',
      ['install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', tarball],
      folder,
    );
    const printed = runCommand(
      'npx',
      ['--offline', '--no', 'firefly-collector', '--', '--version'],
      folder,
    ).trim();
    if (printed === manifest.version) return [];
    return [`firefly-collector --version prints "${printed}"; expected "${manifest.version}".`];
  } catch (error) {
    return [
      `${manifest.name} does not run by itself: ${error instanceof Error ? error.message : String(error)}`,
    ];
  }
}
