/**
 * Checks that every generated file that is committed is what its generator would write now. Prints, for each that is
 * not, one sentence with the command that mends it, and exits 1.
 */
import {spawnSync} from 'node:child_process';
import {fileURLToPath} from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));

/** Each knows `--check`, and says by itself what is stale and what mends it. */
const generators = [
  'scripts/sync-version.ts',
  'packages/cli/scripts/generate-configuration-reference.ts',
  'packages/cli/scripts/generate-error-reference.ts',
  'packages/cli/scripts/generate-schemas.ts',
  'charts/scripts/generate-chart-docs.ts',
  'scripts/generate-pictures.ts',
];

for (const generator of generators) {
  const {status, error} = spawnSync(process.execPath, [generator, '--check'], {cwd: root, stdio: 'inherit'});
  if (error !== undefined) throw error;
  if (status !== 0) process.exitCode = 1;
}
