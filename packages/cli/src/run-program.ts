import {randomBytes} from 'node:crypto';
import {fstatSync} from 'node:fs';

import {FaultError, maskStrings, messageOf, showText, version, visibleJson} from '@firefly/core';

import type {ProcessContext, StopSignal} from './commands/command-context.ts';
import {exitCode, exitCodeOfSignal} from './exit-code.ts';

const signals: readonly StopSignal[] = ['SIGINT', 'SIGTERM'];
/** Milliseconds that a command may take until it listens to signals; what never listens ends then. */
const mostUnheard = 1000;

/**
 * Lets `main` be the whole process. The process has failed until `main` has given its exit code: an error that nobody
 * caught, and an event loop with nothing left to wait for, are told to the work that is under way, so that it ends with
 * its report. Where nobody listens, or nothing comes of it, they are a sentence, and the exit code is 1.
 */
export async function runProgram(
  main: (words: readonly string[], context: ProcessContext) => Promise<number>,
): Promise<void> {
  process.exitCode = exitCode.failed;
  const early = keepEarlySignals();
  const listeners = new Set<(fault: FaultError) => void>();
  let isTold = false;

  const runId = randomBytes(8).toString('hex');

  /** As a line of the log, which nothing else may stand in: the log itself may be what is at fault. */
  function end(fault: FaultError): void {
    const msg = showText(messageOf(fault));
    const clusterId = process.env['CLUSTER_ID'];
    const line = {level: 'error', time: new Date().toISOString(), clusterId, runId, version, msg};
    const text = process.stderr.isTTY
      ? `firefly-collector: ${msg}`
      : visibleJson(JSON.stringify(maskStrings(line)));
    process.stderr.write(`${text}\n`, () => process.exit(exitCode.failed));
  }
  function notify(fault: FaultError): void {
    if (listeners.size === 0) end(fault);
    for (const listener of listeners) listener(fault);
    isTold = true;
  }
  const uncaught = (error: unknown) => notify(new FaultError(error));
  process.on('uncaughtException', uncaught).on('unhandledRejection', uncaught);
  process.on('beforeExit', () => (isTold ? end : notify)(new FaultError()));
  // Node.js prints its own warnings, such as of a setting that switches TLS verification off, as text into a log of JSON
  // lines. Those that concern users are warnings of the settings.
  process.removeAllListeners('warning');
  // A reader that went away is told to whoever writes; the event alone would end the process with a stack trace.
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);

  const code = await main(process.argv.slice(2), {
    environment: process.env,
    runId,
    stdout: process.stdout,
    isPiped: isPipe(1),
    program: [process.execPath, process.argv[1] ?? ''],
    stderr: process.stderr,
    onSignal(listener) {
      for (const signal of signals) process.on(signal, listener);
      early.notify(listener);
      return () => {
        for (const signal of signals) process.removeListener(signal, listener);
      };
    },
    onFault(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    exit: (early) => process.exit(early),
  });
  // Some systems write to pipes in the background; and a connection that is kept alive must not keep the process.
  process.stderr.write('', () => process.exit(code));
}

function isPipe(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isFIFO();
  } catch {
    // Closed: nobody reads it.
    return false;
  }
}

/** A signal that comes before the work does, while settings are read, is the work's: it ends with its log and report. */
function keepEarlySignals() {
  let first: StopSignal | undefined;
  let timer: NodeJS.Timeout | undefined;
  const keep = (signal: StopSignal) => {
    if (first !== undefined) process.exit(exitCodeOfSignal(signal));
    first = signal;
    timer = setTimeout(() => process.exit(exitCodeOfSignal(signal)), mostUnheard).unref();
  };
  for (const signal of signals) process.on(signal, keep);
  return {
    /** From now on it is the listener that hears them. */
    notify(listener: (signal: StopSignal) => void) {
      for (const signal of signals) process.removeListener(signal, keep);
      clearTimeout(timer);
      const signal = first;
      first = undefined;
      if (signal !== undefined) setImmediate(() => listener(signal));
    },
  };
}
