import {readFileSync} from 'node:fs';

import {checkPackage, createPackageFromTarballData, type Problem} from '@arethetypeswrong/core';
import {publint} from 'publint';
import {formatMessage} from 'publint/utils';

import type {PackedPackage} from './packed-package.ts';

const expectedFiles = ['LICENSE', 'README.md'];

/** What publint and "are the types wrong" have to say of a tarball, and which customary files it lacks. */
export async function tarballProblems(packed: PackedPackage): Promise<readonly string[]> {
  const {manifest, files} = packed;
  const bytes = readFileSync(packed.tarball);
  const missing = expectedFiles.filter((file) => !files.includes(file));
  return [
    ...missing.map((file) => `${manifest.name}: ${file} is not in the package.`),
    ...(await publintProblems(bytes)).map((problem) => `${manifest.name}: ${problem}`),
    ...(await typesProblems(bytes)).map(
      (problem) => `${manifest.name}: the types have the problem ${problem}.`,
    ),
  ];
}

async function publintProblems(tarball: Buffer): Promise<readonly string[]> {
  const {messages, pkg} = await publint({pack: {tarball: new Uint8Array(tarball).buffer}});
  return messages.map((message) => formatMessage(message, pkg, {color: false}) ?? message.code);
}

/** The packages are ES modules for Node.js and bundlers; what came before is not asked about. */
async function typesProblems(tarball: Buffer): Promise<readonly string[]> {
  const result = await checkPackage(createPackageFromTarballData(new Uint8Array(tarball)));
  // A program exports nothing.
  if (result.types === false) return [];
  return result.problems.filter(isOfModules).map((problem) => JSON.stringify(problem));
}

function isOfModules(problem: Problem): boolean {
  if ('resolutionKind' in problem) return ['node16-esm', 'bundler'].includes(problem.resolutionKind);
  return !('resolutionOption' in problem) || problem.resolutionOption !== 'node10';
}
