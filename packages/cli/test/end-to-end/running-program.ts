/** The collector at work, as a process or within this one: what both can be asked. */
export interface RunningProgram {
  /** Resolves once it has ended and all that it wrote has come. */
  readonly ended: Promise<ProgramOutput>;
  /** Standard error so far. */
  stderr(): string;
  kill(signal: NodeJS.Signals): void;
}

/** What the program left behind. */
export interface ProgramOutput {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** How the program is started. */
export interface ProgramCall {
  readonly words: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Standard error is a terminal of so many columns. */
  readonly columns?: number | undefined;
  /** Told of each text on standard error. */
  readonly onText: () => void;
}
