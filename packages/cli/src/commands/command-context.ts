import type {FaultError} from '@firefly/core';
import type {Writable} from 'node:stream';

import type {Environment} from '../settings/read-environment.ts';
import type {SettingText} from '../settings/setting-text.ts';

/** A stream that may be a terminal, as `process.stderr`. */
export type TerminalStream = Writable & {readonly isTTY?: boolean; readonly columns?: number | undefined};

/** The process as commands see it: handed in, so that tests need none. */
export interface ProcessContext {
  readonly environment: Environment;
  /** Names this run of the program: in every line of its log, in its report and to Firefly. */
  readonly runId: string;
  /** How this program is started: the interpreter and its file. */
  readonly program: readonly string[];
  /** For data only. */
  readonly stdout: TerminalStream;
  /** Whether standard output is a pipe, behind which a pager may own the terminal. */
  readonly isPiped: boolean;
  /** For logs, progress and whatever else is for people. */
  readonly stderr: TerminalStream;
  /** Tells when somebody sends a signal; the returned function stops listening. */
  onSignal(listener: (signal: StopSignal) => void): () => void;
  /** Tells when the program itself is at fault and cannot go on; the returned function stops listening. */
  onFault(listener: (fault: FaultError) => void): () => void;
  /** Ends the process at once. */
  exit(code: number): void;
}

/** The signals that ask a run to stop. */
export type StopSignal = 'SIGINT' | 'SIGTERM';

/** What a command is given. */
export interface CommandContext {
  readonly process: ProcessContext;
  /** Settings that the command line gives. */
  readonly settings: readonly SettingText[];
  /** The command's own flags, those that were given. */
  readonly flags: Readonly<Record<string, string | boolean>>;
}
