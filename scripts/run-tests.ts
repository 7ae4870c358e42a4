/**
 * `pnpm test`: every check and every package's tests as one graph of tasks, so that what did not change since the last
 * run is not run again. Quiet when green; says each minute which tests are under way; ends with the sum of all packages.
 * `--all` is `pnpm test:all`. Other arguments go to turbo (`--force` runs everything). Exit code: turbo's.
 */
import {spawn} from 'node:child_process';
import {globSync, readFileSync, rmSync} from 'node:fs';
import {join} from 'node:path';

import {summaryLine} from './plain-summary-reporter.ts';

const root = join(import.meta.dirname, '..');
const tasks = ['build', 'typecheck', 'lint', 'format', 'generated', 'package', 'test'];
const results = (name: string): string[] =>
  globSync(`{packages/*,charts,examples,image}/test-results/${name}`, {cwd: root});

for (const stale of results('*')) rmSync(join(root, stale));

const started = performance.now();
const heartbeat = setInterval(() => {
  const files = results('running').map((file) => readFileSync(join(root, file), 'utf8'));
  const minutes = Math.round((performance.now() - started) / 60_000);
  process.stdout.write(
    `${minutes} min: ${files.length === 0 ? 'building and checking' : files.join(', ')}\n`,
  );
}, 60_000);

const all = process.argv.includes('--all');
const words = process.argv.slice(2).filter((word) => word !== '--all');
const turbo = spawn(
  'turbo',
  ['run', ...tasks, '--output-logs=errors-only', '--continue', '--concurrency=2', ...words],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      // Halves what the start of a script in TypeScript costs.
      NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/compiled'),
      TURBO_TELEMETRY_DISABLED: '1',
      ...process.env,
      ...(all ? {TESTS: 'all'} : {}),
    },
  },
);
turbo.on('close', (code) => {
  clearInterval(heartbeat);
  const sum = {passed: 0, failed: 0, skipped: 0};
  for (const file of results('counts.json')) {
    const counts = JSON.parse(readFileSync(join(root, file), 'utf8')) as typeof sum;
    sum.passed += counts.passed;
    sum.failed += counts.failed;
    sum.skipped += counts.skipped;
  }
  process.stdout.write(`\n${summaryLine(sum)}\n`);
  process.exitCode = code ?? 1;
});
