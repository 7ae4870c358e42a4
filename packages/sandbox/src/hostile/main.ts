import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

import {messageOf, type RunReport} from '@firefly/core';
import yargs from 'yargs';

import {startFirefly} from '../firefly/start-firefly.ts';
import {kubeconfig} from '../kubernetes/kubeconfig.ts';
import {builtCollector} from '../run-collector.ts';
import {runWithinMemory} from './run-within-memory.ts';
import {startHostileCluster} from './start-hostile-cluster.ts';

/**
 * `pnpm hostile`: one run of the built collector, in a memory control group, against a cluster in which somebody means
 * harm. Fails where the run does not end as it should, or lost an object that is none of the harm. Linux, as root.
 */
const values = await yargs(process.argv.slice(2))
  .scriptName('pnpm hostile')
  .usage('$0\n\nThe built collector against a hostile cluster, within a memory limit.')
  .options({
    memory: {type: 'number', default: 256, describe: 'MiB that the collector may take'},
    bombs: {type: 'number', default: 100, describe: 'Helm releases that inflate to 30 MB'},
    bad: {type: 'number', default: 10_000, describe: 'Helm releases that are none'},
    names: {type: 'number', default: 2000, describe: 'Objects with names that no API server would take'},
    good: {type: 'number', default: 5, describe: 'Helm releases as Helm writes them'},
  })
  .strict()
  .version(false)
  .parseAsync();

async function run(): Promise<void> {
  const collector = builtCollector();
  await using stack = new AsyncDisposableStack();
  const cluster = await startHostileCluster(values);
  stack.defer(() => cluster.close());
  const firefly = stack.use(await startFirefly());
  const folder = mkdtempSync(join(tmpdir(), 'firefly-hostile-'));
  stack.defer(() => rmSync(folder, {recursive: true, force: true}));
  const access = join(folder, 'kubeconfig');
  writeFileSync(access, kubeconfig({url: cluster.url, ca: undefined, user: 'collector', token: 'any'}));
  writeFileSync(join(folder, 'endpoint'), firefly.url);
  writeFileSync(join(folder, 'loginEndpoint'), firefly.url);

  const outcome = await runWithinMemory(
    values.memory * 1024 * 1024,
    [collector, '-external', access, '-config', folder, '--report-in-log', 'hostile'],
    {FIREFLY_ACCESS_KEY: firefly.accessKey, FIREFLY_SECRET_KEY: firefly.secretKey},
  );
  const report = reportIn(outcome.errors);
  const {Deployment: _endless, ...delivered} = firefly.accepted.counts('objects');
  const missing = cluster.harmless - Object.values(delivered).reduce((sum, count) => sum + count, 0);
  const releases = firefly.accepted.totals('helmReleases').items;
  const rows: readonly (readonly [string, unknown, boolean])[] = [
    ['exit code', outcome.code ?? outcome.signal, outcome.code === 0],
    ['result', report?.result ?? 'no report', report?.result === 'success'],
    ['harmless objects missing', missing, missing === 0],
    ['Helm releases delivered', releases, releases >= values.good],
    ['releases too large', report?.oversized.length, report?.oversized.length === values.bombs + 1],
    ['warnings', report?.warnings.length, (report?.warnings.length ?? 0) < 500],
    [
      'endless list',
      codeOf(report, 'deployments.apps'),
      codeOf(report, 'deployments.apps') === 'K8S_LIST_MALFORMED',
    ],
    ['violations at Firefly', firefly.violations.length, firefly.violations.length === 0],
    ['peak of the group, MiB', (outcome.peakBytes / 1024 / 1024).toFixed(1), true],
    ['seconds', (outcome.milliseconds / 1000).toFixed(1), true],
    ['seconds of CPU', outcome.cpuSeconds.toFixed(1), true],
  ];
  for (const [what, saw, right] of rows)
    process.stdout.write(`${right ? 'ok   ' : 'WRONG'} ${what.padEnd(28)} ${String(saw)}\n`);
  if (rows.every(([, , right]) => right)) return;
  process.stderr.write(`${[...firefly.violations, outcome.errors.slice(-3000)].join('\n')}\n`);
  process.exitCode = 1;
}

/** The last line of the log. */
function reportIn(log: string): RunReport | undefined {
  const last = log.trim().split('\n').at(-1) ?? '';
  return last.startsWith('{') ? (JSON.parse(last) as {readonly report?: RunReport}).report : undefined;
}

function codeOf(report: RunReport | undefined, name: string): string | undefined {
  return report?.readings.find((reading) => reading.name === name)?.code;
}

try {
  await run();
} catch (error) {
  process.stderr.write(`The run failed: ${messageOf(error)}\n`);
  process.exitCode = 1;
}
