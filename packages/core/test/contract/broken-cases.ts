import type {ContractCase} from '../../src/contract/index.ts';

/** The names of the cases that do not pass. */
export async function brokenCases(cases: readonly ContractCase[]): Promise<string[]> {
  const broken: string[] = [];
  for (const {name, run} of cases) {
    try {
      await run();
    } catch {
      broken.push(name);
    }
  }
  return broken;
}
