/** One thing that every implementation must do; for any test runner: `test(name, run)`. */
export interface ContractCase {
  readonly name: string;
  /** Throws an AssertionError when the implementation does not. */
  run(): Promise<void>;
}

/** A suite's cases, each with a subject of its own that is disposed of afterwards, however the case ends. */
export function contractCases<Subject extends {dispose?(): Promise<void>}>(
  checks: Readonly<Record<string, (subject: Subject) => Promise<void>>>,
  subject: () => Promise<Subject>,
): ContractCase[] {
  return Object.entries(checks).map(([name, check]) => ({
    name,
    async run() {
      const one = await subject();
      try {
        await check(one);
      } finally {
        await one.dispose?.();
      }
    },
  }));
}
