import {pageRequests} from '../firefly/received-request.ts';
import type {ContractName, FaultBench, FaultRow} from './fault-row.ts';

interface Moment {
  readonly name: string;
  readonly when: (bench: FaultBench) => Promise<unknown>;
  readonly contracts?: readonly ContractName[];
  /** Default 143. At the very end the run may be over before the signal is seen. */
  readonly exit?: readonly number[];
}

const lists = {route: 'list', method: 'GET'};
const late = {contracts: ['fetching'], exit: [0, 143]} as const;

const moments: readonly Moment[] = [
  {name: 'login', when: ({firefly}) => firefly.waitFor({route: 'login'})},
  {name: 'discovery', when: ({api}) => api.waitFor({path: '/apis'})},
  {name: 'first list', when: ({api}) => api.waitFor(lists)},
  {name: 'tenth list', when: ({api}) => api.waitFor(lists, {nth: 10})},
  {name: 'first page', when: ({firefly}) => firefly.waitFor(pageRequests)},
  {name: 'first page taken', when: ({firefly}) => firefly.waitFor(pageRequests, {phase: 'accepted'})},
  {name: 'fifth page', when: ({firefly}) => firefly.waitFor(pageRequests, {nth: 5})},
  {name: 'tenth page', when: ({firefly}) => firefly.waitFor(pageRequests, {nth: 10, phase: 'settled'})},
  {name: 'LOCK', when: ({firefly}) => firefly.waitFor({route: 'lock'}), ...late},
  {name: 'metadata', when: ({firefly}) => firefly.waitFor({route: 'metadata'}), ...late},
];

/** SIGTERM at ten moments of a run: whatever was delivered then, a part of the cluster never looks whole. */
export const signalFaults: readonly FaultRow[] = moments.map(({name, when, contracts, exit = [143]}) => ({
  name: `sigterm-${name.toLowerCase().replaceAll(' ', '-')}`,
  what: `SIGTERM at: ${name}`,
  ...(contracts === undefined ? {} : {contracts}),
  arm(bench) {
    // A run that never gets there ends without the signal, and its exit code tells.
    when(bench).then(
      () => bench.terminate(),
      () => undefined,
    );
  },
  ends: {exit, delivered: 'any', lock: 'whole'},
  ...(name === 'fifth page' ? {inTests: true as const} : {}),
}));
