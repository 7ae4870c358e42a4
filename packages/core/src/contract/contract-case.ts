/** One thing that every implementation must do; for any test runner: `test(name, run)`. */
export interface ContractCase {
  readonly name: string;
  /** Throws an AssertionError when the implementation does not. */
  run(): Promise<void>;
}
