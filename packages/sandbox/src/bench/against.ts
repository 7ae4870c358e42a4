import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

import {objectAt} from '../kubernetes/cluster.ts';
import {generateCluster} from '../kubernetes/cluster-plan/generate-cluster.ts';
import {buildRevision} from './build-revision.ts';
import {startListening} from './listening-process.ts';
import {measure, type MeasuredProcess} from './measured-process.ts';
import {startBenchCluster} from './start-bench-cluster.ts';

/** What is compared, and how often. */
export interface AgainstOptions {
  /** Anything that git takes for a commit. */
  readonly revision: string;
  /** Pairs of runs, each pair in the other order than the one before. */
  readonly rounds: number;
}

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const listObjects = 3000;
const runObjects = '20000';
const partsWithoutServer = ['splitter', 'page builder', 'redaction walk'];

/**
 * This checkout against another revision, in CPU time: both run in turns, so that what else the machine does falls on both
 * alike. Prints a line for each part: the median of the pairs' ratios, and the middle half of them.
 */
export async function benchAgainst({revision, rounds}: AgainstOptions): Promise<void> {
  const root = here('../../../..');
  process.stderr.write(`Building ${revision} …\n`);
  using other = buildRevision(revision, root);
  const folder = mkdtempSync(join(tmpdir(), 'firefly-bench-'));
  try {
    const list = join(folder, 'pods.json');
    writeFileSync(list, podList());
    const row = async (name: string, of: (root: string) => MeasuredProcess, inside: boolean) =>
      compare({name, rounds, inside, ours: of(root), theirs: of(other.root)});
    print(['CPU time', 'ratio', 'middle half', 'ours s', `${revision.slice(0, 12)} s`]);
    for (const part of partsWithoutServer)
      await row(part, (of) => ({arguments: [here('part.ts'), of, part, list]}), true);
    const sandbox = await startBenchCluster(runObjects);
    const receiver = await startListening<{url: string}>([here('plain-receiver.ts')]);
    const environment = {FIREFLY_ACCESS_KEY: 'plain', FIREFLY_SECRET_KEY: 'plain'};
    const program = (of: string) => join(of, 'packages/cli/dist/firefly-collector.mjs');
    await row('start', (of) => ({arguments: [program(of), '--version']}), false);
    for (const protocol of ['objects', 'fetching']) {
      const words = ['--external', sandbox.ready.kubeconfig, '--protocol', protocol];
      const endpoints = ['--endpoint', receiver.ready.url, '--login-endpoint', receiver.ready.url];
      const run = (of: string) => ({
        arguments: [program(of), ...words, ...endpoints, 'bench'],
        environment,
      });
      await row(`run, ${protocol}`, run, false);
    }
    await receiver.stop();
    await sandbox.stop();
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

function podList(): Buffer {
  const cluster = generateCluster({profile: 'bench', objects: 4 * listObjects});
  const pods = cluster.resources.find(({resource}) => resource === 'pods');
  const table = pods === undefined ? undefined : cluster.read(pods);
  if (table === undefined) throw new Error('The embedded cluster has no pods.');
  const length = Math.min(listObjects, table.length);
  const items = Array.from({length}, (_, index) => objectAt(table, index, 'v1').toString('utf8'));
  return Buffer.from(`{"kind":"PodList","apiVersion":"v1","metadata":{},"items":[${items.join(',')}]}`);
}

interface Comparison {
  readonly name: string;
  readonly rounds: number;
  /** The process tells its CPU time itself: without its start. */
  readonly inside: boolean;
  readonly ours: MeasuredProcess;
  readonly theirs: MeasuredProcess;
}

async function compare({name, rounds, inside, ours, theirs}: Comparison): Promise<void> {
  const cost = async (measured: MeasuredProcess) => {
    const run = await measure(measured);
    return inside ? (JSON.parse(run.output) as {cpuSeconds: number}).cpuSeconds : run.cpuSeconds;
  };
  const pairs: {our: number; their: number}[] = [];
  try {
    for (let round = 0; round < rounds; round++) {
      const first = await cost(round % 2 === 0 ? ours : theirs);
      const second = await cost(round % 2 === 0 ? theirs : ours);
      pairs.push(round % 2 === 0 ? {our: first, their: second} : {our: second, their: first});
    }
  } catch (error) {
    const [reason = ''] = /\b\w*Error\b.*/.exec(error instanceof Error ? error.message : '') ?? [];
    process.stdout.write(`${name.padEnd(16)} cannot be compared: ${reason}\n`);
    return;
  }
  const ratios = pairs.map(({our, their}) => our / their);
  print([
    name,
    median(ratios).toFixed(3),
    `${quantile(ratios, 0.25).toFixed(3)} to ${quantile(ratios, 0.75).toFixed(3)}`,
    ...(['our', 'their'] as const).map((side) => median(pairs.map((pair) => pair[side])).toFixed(3)),
  ]);
}

function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.round((sorted.length - 1) * share)] ?? Number.NaN;
}

function print([name = '', ...cells]: readonly string[]): void {
  process.stdout.write(`${name.padEnd(16)}${cells.map((cell) => cell.padStart(18)).join('')}\n`);
}
