/** Cases of one property: so many in the test command, and `FUZZ_RUNS` times as many where that is set. */
export function fuzzRuns(usual: number): number {
  return usual * Math.max(1, Number(process.env['FUZZ_RUNS'] ?? 1));
}
