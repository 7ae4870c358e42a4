import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

import {messageOf} from '@firefly/core';
import yargs from 'yargs';

import {kubeconfig} from '../kubernetes/kubeconfig.ts';
import {builtCollector} from '../run-collector.ts';
import {startListening} from './listening-process.ts';
import {measure, type Measurement} from './measured-process.ts';

/**
 * `node packages/sandbox/src/bench/scale.ts`: the built collector against clusters of which one thing grows; CPU time and
 * memory of each run, and what one more object, type, namespace or failure costs.
 * `--command types` or `--flags="--dry-run --summary"` measure what else reads all of a cluster.
 */
const axes = ['objects', 'types', 'namespaces', 'tenant', 'failures'] as const;
const values = await yargs(process.argv.slice(2))
  .options({
    axes: {type: 'string', default: axes.join(), describe: 'What grows'},
    sizes: {type: 'string', default: '1000,4000,16000', describe: 'How many of it'},
    'object-bytes': {type: 'number', default: 1000, describe: 'How large one object is, about'},
    command: {type: 'string', default: 'collect', describe: 'collect, types, check or scan'},
    rounds: {type: 'number', default: 1, describe: 'Runs of each size; the least of each figure counts'},
    flags: {type: 'string', default: '--protocol fetching', describe: 'Flags of the command'},
  })
  .check(({axes: wanted, sizes, rounds, 'object-bytes': objectBytes}) => {
    const odd = wanted.split(',').find((one) => !(axes as readonly string[]).includes(one));
    if (odd !== undefined) throw new Error(`--axes takes ${axes.join(', ')}; got "${odd}".`);
    if (!/^[1-9]\d*(,[1-9]\d*)*$/.test(sizes))
      throw new Error(`--sizes takes numbers with commas between; got "${sizes}".`);
    if (!(rounds >= 1 && objectBytes >= 1))
      throw new Error('--rounds and --object-bytes take a number each.');
    return true;
  })
  .strict()
  .version(false)
  .parseAsync();

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

async function measureSize(axis: string, size: number, folder: string) {
  const server = await startListening<{url: string}>([
    here('scale-server.ts'),
    axis,
    String(size),
    String(values['object-bytes']),
  ]);
  const receiver = await startListening<{url: string}>([here('plain-receiver.ts')]);
  const access = join(folder, 'kubeconfig');
  writeFileSync(access, kubeconfig({url: server.ready.url, ca: undefined, user: 'scale', token: 'scale'}));
  const {url} = receiver.ready;
  const words = ['--external', access, '--endpoint', url, '--login-endpoint', url, '--cluster-id', 'scale'];
  try {
    return await measure({
      arguments: [builtCollector(), values.command, ...words, ...values.flags.split(' ')],
      environment: {FIREFLY_ACCESS_KEY: 'plain', FIREFLY_SECRET_KEY: 'plain'},
    });
  } finally {
    await server.stop();
    await receiver.stop();
  }
}

const cells = (row: readonly (string | number)[]) =>
  `${row.map((cell, index) => (index === 0 ? String(cell).padEnd(12) : String(cell).padStart(12))).join('')}\n`;

const folder = mkdtempSync(join(tmpdir(), 'firefly-scale-'));
try {
  process.stdout.write(cells(['axis', 'size', 'time s', 'CPU s', 'MB peak', 'CPU µs each', 'bytes each']));
  for (const axis of values.axes.split(',')) {
    let last: {size: number; cpuSeconds: number; peakBytes: number} | undefined;
    for (const size of values.sizes.split(',').map(Number)) {
      const runs: Measurement[] = [];
      while (runs.length < values.rounds) runs.push(await measureSize(axis, size, folder));
      const least = (of: 'milliseconds' | 'cpuSeconds' | 'peakBytes') =>
        Math.min(...runs.map((run) => run[of]));
      const [milliseconds, cpuSeconds, peakBytes] = [
        least('milliseconds'),
        least('cpuSeconds'),
        least('peakBytes'),
      ];
      const each = (now: number, before: number) =>
        last === undefined ? '' : ((now - before) / (size - last.size)).toFixed(0);
      const figures = [(milliseconds / 1000).toFixed(2), cpuSeconds.toFixed(2), (peakBytes / 1e6).toFixed(0)];
      process.stdout.write(
        cells([
          axis,
          size,
          ...figures,
          each(cpuSeconds * 1e6, (last?.cpuSeconds ?? 0) * 1e6),
          each(peakBytes, last?.peakBytes ?? 0),
        ]),
      );
      last = {size, cpuSeconds, peakBytes};
    }
  }
} catch (error) {
  process.stderr.write(`scale: ${messageOf(error)}\n`);
  process.exitCode = 1;
} finally {
  rmSync(folder, {recursive: true, force: true});
}
