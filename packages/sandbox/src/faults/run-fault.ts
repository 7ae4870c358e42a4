import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

import type {Firefly} from '../firefly/firefly.ts';
import {startFirefly} from '../firefly/start-firefly.ts';
import {type CollectorRun, runCollector} from '../run-collector.ts';
import type {ContractName, FaultRow, Incomplete} from './fault-row.ts';
import {type ApiAddress, startFaultyApi} from './faulty-api.ts';
import {startSilentNetwork} from './silent-network.ts';

/** One run of a row. */
export interface FaultCase {
  readonly row: FaultRow;
  readonly contract: ContractName;
  /** Undefined where the row ends the same whatever is chosen. */
  readonly incomplete: Incomplete | undefined;
}

export interface FaultSettings {
  /** What all rows read. */
  readonly api: ApiAddress;
  /** Objects of the cluster, about: pages and lists are cut so that there are some dozens of each. */
  readonly objects: number;
}

/** What Firefly had when the run was over. */
export interface Delivered {
  readonly uids: ReadonlySet<string>;
  readonly helmReleases: number;
  readonly trees: number;
}

/** What one run came to. */
export interface FaultResult extends Delivered {
  readonly case: FaultCase;
  readonly run: CollectorRun;
  /** Objects that came more than once. */
  readonly twice: number;
  /** Whether the LOCK was accepted; undefined in the contract that has none. */
  readonly locked: boolean | undefined;
  /** What Firefly says of the collector. */
  readonly violations: readonly string[];
  /** Set when the run did not end by itself. */
  readonly isStuck: boolean;
}

/** A run that takes longer than this does not end: no time-out of the collector's is as long. */
const patienceMilliseconds = 240_000;

/** Runs the built collector once, with the fault between it and its servers. */
export async function runFault(
  faultCase: FaultCase,
  {api: address, objects}: FaultSettings,
): Promise<FaultResult> {
  const {row, contract, incomplete = 'deliver'} = faultCase;
  await using stack = new AsyncDisposableStack();
  const api = stack.use(await startFaultyApi(address));
  const firefly = stack.use(await startFirefly({...row.firefly, keep: 'counts', validate: 'light'}));
  const network =
    row.silent === undefined
      ? undefined
      : stack.use(await startSilentNetwork(row.silent.layer, api.port, row.silent.isOnce));
  const folder = mkdtempSync(join(tmpdir(), 'firefly-faults-'));
  stack.defer(() => rmSync(folder, {recursive: true, force: true}));
  const kubeconfig = join(folder, 'kubeconfig');
  writeFileSync(kubeconfig, api.kubeconfig(network?.url), {mode: 0o600});
  const listLimit = Math.max(10, Math.min(500, Math.round(objects / 40)));
  const settings = {
    endpoint: firefly.url,
    loginEndpoint: firefly.url,
    'collector.protocol': contract,
    'collector.incomplete': incomplete,
    'collector.listLimit': String(listLimit),
    'collector.PageSize': String(Math.max(60, Math.min(1200, Math.round(objects / 20)))),
    // What hangs is to be told soon, and what is slow is to be left alone.
    'collector.answerTimeout': '3',
    'collector.PageTimeoutDuration': '5',
    ...row.settings,
  };
  const configuration = join(folder, 'config');
  mkdirSync(configuration);
  for (const [key, value] of Object.entries(settings)) writeFileSync(join(configuration, key), value);

  const terminate = new AbortController();
  const over = new AbortController();
  const patience = AbortSignal.timeout(patienceMilliseconds);
  row.arm?.({api, firefly, listLimit, over: over.signal, terminate: () => terminate.abort()});
  const run = await runCollector({
    words: ['-external', kubeconfig, '-config', configuration, 'faults'],
    keys: firefly,
    terminate: terminate.signal,
    kill: patience,
    ...(network === undefined ? {} : {environment: network.environment}),
  });
  over.abort();
  return {
    case: faultCase,
    run,
    ...deliveredTo(firefly),
    twice: firefly.duplicateUids.length,
    locked: contract === 'objects' ? undefined : firefly.fetchings.some(({locked}) => locked),
    violations: firefly.violations,
    isStuck: patience.aborted,
  };
}

function deliveredTo({acceptedUids, accepted}: Firefly): Delivered {
  return {
    uids: acceptedUids,
    helmReleases: accepted.totals('helmReleases').items,
    trees: accepted.totals('k8sTrees').items,
  };
}
