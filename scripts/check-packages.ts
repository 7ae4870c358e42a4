/**
 * Packs the public packages as a release would, and checks what people would get: publint and "are the types wrong" on
 * each tarball, then an empty project that compiles, imports and runs them with nothing but what they declare. Quiet
 * when all is well; otherwise one line for each problem, and exit code 1.
 */
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

import {bundleProblems} from './package-checks/bundle-problems.ts';
import {consumerProblems} from './package-checks/consumer-problems.ts';
import {exportProblems} from './package-checks/export-problems.ts';
import {packPackages} from './package-checks/pack-packages.ts';
import {programProblems} from './package-checks/program-problems.ts';
import {tarballProblems} from './package-checks/tarball-problems.ts';

const folder = mkdtempSync(join(tmpdir(), 'firefly-packages-'));
try {
  const packed = packPackages(join(folder, 'tarballs'));
  const problems = [
    ...(await Promise.all(packed.map(tarballProblems))).flat(),
    ...packed.flatMap(exportProblems),
    ...consumerProblems(packed, join(folder, 'consumer')),
    ...(await bundleProblems(join(folder, 'consumer'), join(folder, 'bundles'))),
    ...programProblems(packed, join(folder, 'program')),
  ];
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  if (problems.length > 0) process.exitCode = 1;
} finally {
  rmSync(folder, {recursive: true});
}
