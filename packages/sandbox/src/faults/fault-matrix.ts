import {apiFaults} from './api-faults.ts';
import type {ContractName, FaultRow} from './fault-row.ts';
import {type Judgement, judgeFault} from './judge-fault.ts';
import {receiverFaults} from './receiver-faults.ts';
import {type Delivered, type FaultCase, type FaultResult, type FaultSettings, runFault} from './run-fault.ts';
import {signalFaults} from './signal-faults.ts';

/** Every fault there is a row for. */
export const faultRows: readonly FaultRow[] = [...receiverFaults, ...apiFaults, ...signalFaults];

const contracts: readonly ContractName[] = ['objects', 'fetching'];

/** The runs of some rows: each contract, and both values of `collector.incomplete` where they end differently. */
export function faultCases(rows: readonly FaultRow[]): readonly FaultCase[] {
  return rows.flatMap((row) =>
    (row.contracts ?? contracts).flatMap((contract): readonly FaultCase[] =>
      'exit' in row.ends
        ? [{row, contract, incomplete: undefined}]
        : [
            {row, contract, incomplete: 'deliver'},
            {row, contract, incomplete: 'withhold'},
          ],
    ),
  );
}

export interface MatrixOptions extends FaultSettings {
  readonly rows: readonly FaultRow[];
  /** Runs at once. */
  readonly atOnce: number;
  /** Told of each run in the order in which they end. */
  readonly onJudgement: (judgement: Judgement) => void;
}

/**
 * Runs rows against one API server; resolves with all judgements. What a cluster has is what a run without a fault
 * delivers, in each contract.
 *
 * @throws Error when that run is not right itself.
 */
export async function runFaultMatrix(options: MatrixOptions): Promise<readonly Judgement[]> {
  const {rows, atOnce, onJudgement} = options;
  const wholes = new Map<ContractName, Delivered>();
  for (const contract of contracts) wholes.set(contract, await withoutFault(contract, options));
  const judgements: Judgement[] = [];
  const waiting = faultCases(rows).values();
  const work = async () => {
    for (const faultCase of waiting) {
      const whole = wholes.get(faultCase.contract);
      if (whole === undefined) continue;
      const judgement = judgeFault(await runFault(faultCase, options), whole);
      judgements.push(judgement);
      onJudgement(judgement);
    }
  };
  await Promise.all(Array.from({length: atOnce}, work));
  return judgements;
}

async function withoutFault(contract: ContractName, options: FaultSettings): Promise<FaultResult> {
  const row: FaultRow = {name: 'none', what: 'nothing', ends: {exit: [0], delivered: 'all', lock: true}};
  const result = await runFault({row, contract, incomplete: undefined}, options);
  const {wrong} = judgeFault(result, result);
  const readings = result.run.report?.readings ?? [];
  const unread = readings.filter(({outcome}) => outcome !== 'complete').map(({name}) => name);
  const items = readings.reduce((sum, reading) => sum + reading.items, 0);
  if (wrong.length > 0 || unread.length > 0 || items === 0) {
    const why = [...wrong, ...unread, result.run.sentence].join('; ');
    throw new Error(`The run without a fault, contract ${contract}, is not right itself: ${why}`);
  }
  return result;
}
