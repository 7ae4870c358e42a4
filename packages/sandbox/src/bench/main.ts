import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';

import {messageOf, type RunReport} from '@firefly/core';
import yargs from 'yargs';

import {startControlPlane} from '../control-plane/start-control-plane.ts';
import {generateCluster} from '../kubernetes/cluster-plan/generate-cluster.ts';
import {builtCollector} from '../run-collector.ts';
import {benchTable, type BenchRow} from './bench-table.ts';
import {readClusterAddress} from './cluster-address.ts';
import {runOn, splitCores} from './cores.ts';
import {fillControlPlane} from './fill-control-plane.ts';
import {startListening} from './listening-process.ts';
import {measure, type Measurement, type MeasuredProcess} from './measured-process.ts';
import {startBenchCluster} from './start-bench-cluster.ts';
import {readVariants} from './variants.ts';

/**
 * `pnpm bench`: reads every list page raw, and runs the whole collection into the embedded Firefly, in turns, each side
 * a process of its own, against the same API server; prints the ratio of the two.
 */
const values = await yargs(process.argv.slice(2))
  .scriptName('pnpm bench')
  .usage('$0\n\nThe whole collection against a raw read of the same list pages.')
  .options({
    objects: {type: 'string', default: '2000,20000,100000', describe: 'Sizes of the embedded clusters'},
    'object-bytes': {type: 'number', describe: 'Size of each object (default: as they come, about 5 KB)'},
    kubeconfig: {type: 'string', describe: 'A running cluster to read instead (its context needs a token)'},
    'control-plane': {
      type: 'boolean',
      describe: 'The same clusters in a real kube-apiserver: that of the folder KUBEBUILDER_ASSETS',
    },
    'server-flag': {
      type: 'string',
      array: true,
      default: [] as string[],
      describe: 'One more flag for that kube-apiserver, without its two dashes',
    },
    variants: {
      type: 'string',
      default: 'objects,fetching',
      describe:
        'objects, or of redacted | all | fetching | secrets | fflate | level1 | level6 as many as go together, with + between; or gzip-only: no collector, but the raw read, compressed and thrown away',
    },
    receiver: {
      choices: ['embedded', 'plain'] as const,
      default: 'embedded' as const,
      describe: 'The embedded Firefly, which checks every page, or one that takes anything',
    },
    bandwidth: {
      type: 'number',
      default: 0,
      describe: 'Puts the receiver, then the plain one, behind a line of so many Mbit/s (default: none)',
    },
    apart: {
      type: 'boolean',
      describe: 'Gives the API server that it starts a core of its own, and the readers the others (Linux)',
    },
    against: {
      type: 'string',
      describe:
        'A revision to compare this checkout with, in CPU time, part by part; nothing else is measured',
    },
    rounds: {type: 'number', default: 3, describe: 'Turns; the fastest of each side counts'},
  })
  .conflicts('kubeconfig', ['control-plane', 'apart'])
  .strict()
  .version(false)
  .parseAsync();

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

interface FireflyReady {
  readonly url: string;
  readonly accessKey: string;
  readonly secretKey: string;
}

async function benchCluster(label: string, kubeconfig: string): Promise<void> {
  const rows: BenchRow[] = [];
  for (const [name, variant] of readVariants(values.variants)) {
    const firefly = await startListening<FireflyReady>(
      values.receiver === 'plain' || values.bandwidth > 0
        ? [here('plain-receiver.ts'), String(values.bandwidth)]
        : [here('../firefly/main.ts'), JSON.stringify({keep: 'counts', validate: 'light'})],
    );
    const {url, accessKey, secretKey} = firefly.ready;
    const {flags, rawTypes = []} = variant ?? {};
    const raw: MeasuredProcess = {arguments: [here('raw-read.ts'), kubeconfig, ...rawTypes]};
    const endpoints = ['--external', kubeconfig, '--endpoint', url, '--login-endpoint', url];
    const collection: MeasuredProcess =
      flags === undefined
        ? {arguments: [here('raw-read.ts'), '--gzip', kubeconfig, ...rawTypes]}
        : {
            arguments: [builtCollector(), ...endpoints, '--report-in-log', ...flags, 'bench'],
            environment: {FIREFLY_ACCESS_KEY: accessKey, FIREFLY_SECRET_KEY: secretKey},
          };
    const rawRuns: Measurement[] = [];
    const collectionRuns: Measurement[] = [];
    for (let round = 0; round < values.rounds; round++) {
      const rawRun = await measure(raw);
      const run = await measure(collection);
      if (flags !== undefined) requireWhole(run, rawRun);
      rawRuns.push(rawRun);
      collectionRuns.push(run);
    }
    const summary = JSON.parse(await firefly.stop()) as {violations: readonly string[]};
    if (summary.violations.length > 0) throw new Error(`Firefly refused something: ${summary.violations[0]}`);
    rows.push({label, variant: name, raw: rawRuns, collection: collectionRuns});
    process.stdout.write(benchTable(rows.slice(-1), rows.length === 1));
  }
}

/** What was left unread would make the collection faster: both must have read the same lists, tokens aside. */
function requireWhole(collection: Measurement, raw: Measurement): void {
  const lastLine = collection.errors.trimEnd().split('\n').at(-1) ?? '';
  const {report} = JSON.parse(lastLine) as {report: RunReport};
  const {bytes} = JSON.parse(raw.output) as {bytes: number};
  const read = report.readings.reduce((sum, {listBytes}) => sum + listBytes, 0);
  const broken = report.readings.find(({outcome, items}) => outcome !== 'complete' && items > 0);
  if (broken !== undefined) throw new Error(`${broken.name} was read in part: ${broken.message ?? ''}`);
  if (read < bytes * 0.99) throw new Error(`The collection read ${read} bytes of ${bytes}.`);
}

/** Read once, before anything is started: later this process counts only those that it runs on. */
let cores: ReturnType<typeof splitCores> | undefined;

/** Starts a server, on a core of its own where that was asked for. */
async function startServer<Server>(start: () => Promise<Server>): Promise<Server> {
  if (cores === undefined) return start();
  runOn(cores.server);
  try {
    return await start();
  } finally {
    runOn(cores.readers);
  }
}

async function benchSandbox(objects: string): Promise<void> {
  const sandbox = await startServer(async () => startBenchCluster(objects, values['object-bytes']));
  await benchCluster(`${objects} objects`, sandbox.ready.kubeconfig);
  await sandbox.stop();
}

async function benchControlPlane(objects: string, assets: string): Promise<void> {
  const objectBytes = values['object-bytes'];
  const size = objectBytes === undefined ? {} : {objectBytes};
  const folder = mkdtempSync(join(tmpdir(), 'firefly-bench-'));
  const serverFlags = values['server-flag'].map((flag) => `--${flag}`);
  await using plane = await startServer(async () => startControlPlane({assets, serverFlags}));
  try {
    await fillControlPlane(plane, generateCluster({profile: 'bench', objects: Number(objects), ...size}));
    const kubeconfig = join(folder, 'kubeconfig');
    writeFileSync(kubeconfig, plane.kubeconfig(), {mode: 0o600});
    await benchCluster(`${objects}, real`, kubeconfig);
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

async function bench(): Promise<void> {
  const {kubeconfig, objects, against, rounds, 'control-plane': isReal = false} = values;
  if (against !== undefined) {
    const {benchAgainst} = await import('./against.ts');
    return benchAgainst({revision: against, rounds});
  }
  const assets = process.env['KUBEBUILDER_ASSETS'];
  if (isReal && assets === undefined)
    throw new Error('--control-plane needs KUBEBUILDER_ASSETS: a folder with etcd and kube-apiserver.');
  // What is wrong is said before anything is started or filled.
  readVariants(values.variants);
  if (values.apart === true) cores = splitCores();
  if (kubeconfig !== undefined) {
    readClusterAddress(kubeconfig);
    return benchCluster('the cluster', resolve(kubeconfig));
  }
  if (!/^[1-9]\d*(,[1-9]\d*)*$/.test(objects))
    throw new Error(`--objects takes numbers with commas between; got "${objects}".`);
  for (const size of objects.split(',')) {
    if (isReal && assets !== undefined) await benchControlPlane(size, assets);
    else await benchSandbox(size);
  }
}

try {
  await bench();
} catch (error) {
  process.stderr.write(`bench: ${messageOf(error)}\n`);
  process.exitCode = 1;
}
