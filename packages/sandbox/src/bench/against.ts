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
  /** Pairs of runs, each pair in the other order than the one before; and seconds for each part. */
  readonly rounds: number;
}

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const listObjects = 3000;
const runObjects = '20000';
const partsWithoutServer = ['splitter', 'page builder', 'redaction walk'];

/**
 * This checkout against another revision, in CPU time: both run in turns, so that what else the machine does falls on both
 * alike; parts within one process. Prints a line for each: the median of the pairs' ratios, the middle half of them, and the
 * ratio of the times below which a quarter of each side stays: what others do only ever adds to a time.
 */
export async function benchAgainst({revision, rounds}: AgainstOptions): Promise<void> {
  const root = here('../../../..');
  process.stderr.write(`Building ${revision} …\n`);
  using other = buildRevision(revision, root);
  const folder = mkdtempSync(join(tmpdir(), 'firefly-bench-'));
  try {
    const list = join(folder, 'pods.json');
    writeFileSync(list, podList());
    const runsOf = async (name: string, of: (root: string) => MeasuredProcess) =>
      row(name, async () => pairsOfRuns(rounds, of(root), of(other.root)));
    print(['CPU time', 'ratio', 'middle half', 'fast quarter', 'ours s', `${revision.slice(0, 12)} s`]);
    for (const part of partsWithoutServer) {
      const words = [here('part.ts'), root, other.root, part, list, String(rounds)];
      await row(part, async () => JSON.parse((await measure({arguments: words})).output) as Pair[]);
    }
    const sandbox = await startBenchCluster(runObjects);
    const receiver = await startListening<{url: string}>([here('plain-receiver.ts')]);
    const environment = {FIREFLY_ACCESS_KEY: 'plain', FIREFLY_SECRET_KEY: 'plain'};
    const program = (of: string) => join(of, 'packages/cli/dist/firefly-collector.mjs');
    await runsOf('start', (of) => ({arguments: [program(of), '--version']}));
    for (const protocol of ['objects', 'fetching']) {
      const words = ['--external', sandbox.ready.kubeconfig, '--protocol', protocol];
      const endpoints = ['--endpoint', receiver.ready.url, '--login-endpoint', receiver.ready.url];
      const run = (of: string) => ({
        arguments: [program(of), ...words, ...endpoints, 'bench'],
        environment,
      });
      await runsOf(`run, ${protocol}`, run);
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

/** CPU seconds. */
interface Pair {
  readonly our: number;
  readonly their: number;
}

async function pairsOfRuns(rounds: number, ours: MeasuredProcess, theirs: MeasuredProcess): Promise<Pair[]> {
  const cost = async (measured: MeasuredProcess) => (await measure(measured)).cpuSeconds;
  const pairs: Pair[] = [];
  for (let round = 0; round < rounds; round++) {
    const first = await cost(round % 2 === 0 ? ours : theirs);
    const second = await cost(round % 2 === 0 ? theirs : ours);
    pairs.push(round % 2 === 0 ? {our: first, their: second} : {our: second, their: first});
  }
  return pairs;
}

async function row(name: string, measured: () => Promise<readonly Pair[]>): Promise<void> {
  let pairs: readonly Pair[];
  try {
    pairs = await measured();
  } catch (error) {
    const [reason = ''] = /\b\w*Error\b.*/.exec(error instanceof Error ? error.message : '') ?? [];
    process.stdout.write(`${name.padEnd(16)} cannot be compared: ${reason}\n`);
    return;
  }
  const ratios = pairs.map(({our, their}) => our / their);
  const [our, their] = [pairs.map((pair) => pair.our), pairs.map((pair) => pair.their)];
  print([
    name,
    quantile(ratios, 0.5).toFixed(3),
    `${quantile(ratios, 0.25).toFixed(3)} to ${quantile(ratios, 0.75).toFixed(3)}`,
    (quantile(our, 0.25) / quantile(their, 0.25)).toFixed(3),
    ...[our, their].map((times) => quantile(times, 0.5).toFixed(3)),
  ]);
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.round((sorted.length - 1) * share)] ?? Number.NaN;
}

function print([name = '', ...cells]: readonly string[]): void {
  process.stdout.write(`${name.padEnd(16)}${cells.map((cell) => cell.padStart(16)).join('')}\n`);
}
