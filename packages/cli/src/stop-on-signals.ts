import type {ProcessContext, StopSignal} from './commands/command-context.ts';
import {exitCode, exitCodeOfSignal} from './exit-code.ts';
import {StoppedError} from './stopped-error.ts';

/** Listens for SIGINT, SIGTERM and the program's own faults while a command works. */
export interface WorkUnderSignals {
  /** Aborted by the first signal, with a StoppedError, or by a FaultError. */
  readonly signal: AbortSignal;
  /** The first signal, once there was one. */
  readonly stoppedBy: StopSignal | undefined;
  /** Stops listening. */
  end(): void;
}

/** Milliseconds that a run may take to end after a signal; Kubernetes' own patience is 30 s, a person's is shorter. */
const patience = 4_500;

/**
 * The first signal asks the work to end, and so does a fault; a second one, or work that does not end within 4.5 s, ends
 * the process with the signal's exit code, or 1.
 */
export function stopOnSignals(process: ProcessContext): WorkUnderSignals {
  const controller = new AbortController();
  let stoppedBy: StopSignal | undefined;
  let timer: NodeJS.Timeout | undefined;
  const stop = (reason: Error, code: number) => {
    timer ??= setTimeout(() => process.exit(code), patience).unref();
    controller.abort(reason);
  };
  const stopListening = [
    process.onSignal((signal) => {
      if (stoppedBy !== undefined) {
        process.exit(exitCodeOfSignal(signal));
        return;
      }
      stoppedBy = signal;
      stop(new StoppedError(signal), exitCodeOfSignal(signal));
    }),
    process.onFault((fault) => stop(fault, exitCode.failed)),
  ];
  return {
    signal: controller.signal,
    get stoppedBy() {
      return stoppedBy;
    },
    end() {
      clearTimeout(timer);
      for (const end of stopListening) end();
    },
  };
}
