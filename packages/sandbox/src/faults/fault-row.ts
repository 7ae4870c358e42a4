import type {FireflyOptions} from '../firefly/firefly-options.ts';
import type {Firefly} from '../firefly/firefly.ts';
import type {FaultyApi} from './faulty-api.ts';
import type {SilentLayer} from './silent-network.ts';

/** The contract that the collector is told to speak. */
export type ContractName = 'objects' | 'fetching';

/** The value of `collector.incomplete`. */
export type Incomplete = 'deliver' | 'withhold';

/** How a run has to end. */
export interface Ending {
  /** Exit codes that are right. */
  readonly exit: readonly number[];
  /** How much of the cluster Firefly has then; `any`: it does not matter. */
  readonly delivered: 'all' | 'part' | 'none' | 'any';
  /** Whether the LOCK was accepted, in the contract that has one. `whole`: only if nothing is missing. */
  readonly lock: boolean | 'whole';
}

/** What stands around one run of the collector. */
export interface FaultBench {
  readonly api: FaultyApi;
  readonly firefly: Firefly;
  /** Objects in one page of a list, as the collector was told. */
  readonly listLimit: number;
  /** Aborts when the run is over. */
  readonly over: AbortSignal;
  /** Sends SIGTERM to the collector. */
  terminate(): void;
}

/** One fault, and what a right collector makes of it. Rows are data: a new fault is a new row. */
export interface FaultRow {
  readonly name: string;
  /** What goes wrong, in words. */
  readonly what: string;
  /** Default: both. */
  readonly contracts?: readonly ContractName[];
  /** Sets the fault up, before the collector starts. */
  readonly arm?: (bench: FaultBench) => void;
  /** A layer below HTTP that does not answer, at first or ever. */
  readonly silent?: {readonly layer: SilentLayer; readonly isOnce: boolean};
  readonly firefly?: Pick<FireflyOptions, 'handshake' | 'maxBodyBytes' | 'expiresIn'>;
  /** Files of the configuration directory, over those of every run. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Two endings run it with both values of `collector.incomplete`. */
  readonly ends: Ending | Readonly<Record<Incomplete, Ending>>;
  /** Also runs in the tests of every commit. */
  readonly inTests?: true;
}

/** What a fault that passes has to come to: nothing missing, nothing twice, LOCK, exit 0. */
export const unharmed: Ending = {exit: [0], delivered: 'all', lock: true};

/** What a fault that stays and makes delivery impossible has to come to. */
export const failed: Ending = {exit: [1], delivered: 'any', lock: false};

/** A type that broke off: the user chooses what becomes of the rest. */
export const brokenType: Readonly<Record<Incomplete, Ending>> = {
  deliver: {exit: [0], delivered: 'part', lock: true},
  withhold: {exit: [1], delivered: 'any', lock: false},
};
