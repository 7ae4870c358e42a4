import {isTestingAll} from './is-testing-all.ts';

/**
 * Cases of one property: all of them in `pnpm test:all`, else a quarter; and `FUZZ_RUNS` times as many where that is set,
 * which may be a fraction.
 */
export function fuzzRuns(all: number): number {
  return Math.ceil(all * (isTestingAll ? 1 : 0.25) * Number(process.env['FUZZ_RUNS'] ?? 1));
}
