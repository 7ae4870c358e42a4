import {messageOf} from '@firefly/core';
import yargs from 'yargs';

import {fillControlPlane} from '../bench/fill-control-plane.ts';
import {startControlPlane} from '../control-plane/start-control-plane.ts';
import {generateCluster} from '../kubernetes/cluster-plan/generate-cluster.ts';
import {startKubernetesApi} from '../kubernetes/start-kubernetes-api.ts';
import {faultRows, runFaultMatrix} from './fault-matrix.ts';
import {faultTableHead, faultTableRow} from './fault-table.ts';
import type {ApiAddress} from './faulty-api.ts';

/**
 * `pnpm faults`: runs the built collector against every fault of both sides, in both contracts, and says what came of
 * it: nothing may be missing or come twice where a fault passes, and nothing may look whole that is not.
 */
const values = await yargs(process.argv.slice(2))
  .scriptName('pnpm faults')
  .usage(
    '$0\n\nThe built collector against faults of the API server and of Firefly. With KUBEBUILDER_ASSETS, the folder of ' +
      'etcd and kube-apiserver, the cluster is in a real API server.',
  )
  .options({
    only: {type: 'string', array: true, describe: 'Names of the rows to run (default: all)'},
    objects: {type: 'number', default: 2000, describe: 'Objects of the cluster'},
    'at-once': {type: 'number', default: 4, describe: 'Runs at once'},
    list: {type: 'boolean', describe: 'Only tell the rows'},
  })
  .strict()
  .version(false)
  .parseAsync();

function chosenRows() {
  const {only} = values;
  if (only === undefined) return faultRows;
  const unknown = only.find((name) => faultRows.every((row) => row.name !== name));
  if (unknown !== undefined) throw new Error(`--only names "${unknown}", which is no row: see --list.`);
  return faultRows.filter(({name}) => only.includes(name));
}

/** An embedded API server, or a real one, with a cluster of so many objects in it. */
async function startApi(stack: AsyncDisposableStack, objects: number): Promise<ApiAddress & {name: string}> {
  const cluster = generateCluster({profile: 'bench', objects});
  const assets = process.env['KUBEBUILDER_ASSETS'];
  if (assets === undefined || assets === '') {
    const api = stack.use(await startKubernetesApi({cluster}));
    if (api.ca === undefined) throw new Error('The embedded API server has no certificate.');
    return {name: 'the embedded API server', url: api.url, ca: api.ca, token: api.tokens['admin'] ?? ''};
  }
  const plane = stack.use(await startControlPlane({assets}));
  await fillControlPlane(plane, cluster);
  const {users} = JSON.parse(plane.kubeconfig()) as {users: readonly {user: {token: string}}[]};
  return {
    name: `the kube-apiserver of ${assets}`,
    url: plane.url,
    ca: plane.ca,
    token: users[0]?.user.token ?? '',
  };
}

async function run(): Promise<void> {
  const rows = chosenRows();
  if (values.list === true) {
    process.stdout.write(rows.map(({name, what}) => `${name.padEnd(34)}${what}\n`).join(''));
    return;
  }
  const {objects, 'at-once': atOnce} = values;
  await using stack = new AsyncDisposableStack();
  const {name, ...api} = await startApi(stack, objects);
  process.stdout.write(`${objects} objects in ${name}\n\n${faultTableHead()}`);
  const judgements = await runFaultMatrix({
    api,
    objects,
    rows,
    atOnce,
    onJudgement: (judgement) => void process.stdout.write(faultTableRow(judgement)),
  });
  const wrong = judgements.filter((judgement) => judgement.wrong.length > 0);
  process.stdout.write(`\n${judgements.length} runs, ${wrong.length} wrong.\n`);
  for (const judgement of wrong) process.stdout.write(faultTableRow(judgement));
  if (wrong.length > 0) process.exitCode = 1;
}

// Leaving by `exit` ends the collectors that run.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

try {
  await run();
} catch (error) {
  process.stderr.write(`faults: ${messageOf(error)}\n`);
  process.exitCode = 1;
}
