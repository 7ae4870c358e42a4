import type {ProcessContext, StopSignal} from './commands/command-context.ts';
import {exitCodeOfSignal} from './exit-code.ts';
import {StoppedError} from './stopped-error.ts';

/** Listens for SIGINT and SIGTERM while a command works. */
export interface SignalStop {
  /** Aborted, with a StoppedError, by the first signal. */
  readonly signal: AbortSignal;
  /** The first signal, once there was one. */
  readonly stoppedBy: StopSignal | undefined;
  /** Stops listening. */
  end(): void;
}

/** Milliseconds that a run may take to end after a signal; Kubernetes' own patience is 30 s, a person's is shorter. */
const patience = 4_500;

/**
 * The first signal asks the work to end; a second one, or work that does not end within 4.5 s, ends the process with
 * the signal's exit code.
 */
export function stopOnSignals(process: ProcessContext): SignalStop {
  const controller = new AbortController();
  let stoppedBy: StopSignal | undefined;
  let timer: NodeJS.Timeout | undefined;
  const stopListening = process.onSignal((signal) => {
    if (stoppedBy !== undefined) {
      process.exit(exitCodeOfSignal(signal));
      return;
    }
    stoppedBy = signal;
    timer = setTimeout(() => process.exit(exitCodeOfSignal(signal)), patience).unref();
    controller.abort(new StoppedError(signal));
  });
  return {
    signal: controller.signal,
    get stoppedBy() {
      return stoppedBy;
    },
    end() {
      clearTimeout(timer);
      stopListening();
    },
  };
}
