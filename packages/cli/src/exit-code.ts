import type {RunReport} from '@firefly/core';

import type {StopSignal} from './commands/command-context.ts';
import {StoppedError} from './stopped-error.ts';

/** What the process ends with; users' scripts depend on the numbers. */
export const exitCode = {
  done: 0,
  failed: 1,
  usage: 2,
  incomplete: 3,
  findings: 4,
  interrupted: 130,
  terminated: 143,
} as const;

/** Errors that were found before any work was done, by what a person gave the program. */
const usageCodes = new Set([
  'CLI_USAGE',
  'CLI_SETTINGS',
  'K8S_ACCESS',
  'K8S_REPLAY',
  'HTTP_INVALID_PROXY',
  'CLI_DIFF_FAILED',
]);

/** The exit code of a run that ended with a report. */
export function exitCodeOfReport(
  {result, code, readings, discoveryFailures}: RunReport,
  {strict, stoppedBy}: {readonly strict: boolean; readonly stoppedBy?: StopSignal | undefined},
): number {
  if (stoppedBy !== undefined && result !== 'success') return exitCodeOfSignal(stoppedBy);
  if (result === 'not-this-time') return exitCode.done;
  if (result !== 'success') return exitCodeOfError({code});
  const complete = discoveryFailures.length === 0 && readings.every(({outcome}) => outcome === 'complete');
  return strict && !complete ? exitCode.incomplete : exitCode.done;
}

/** The exit code of what was thrown. */
export function exitCodeOfError(error: unknown): number {
  if (error instanceof StoppedError) return exitCodeOfSignal(error.signal);
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  if (code === 'CLI_OUTPUT_CLOSED') return exitCode.done;
  return usageCodes.has(code) ? exitCode.usage : exitCode.failed;
}

/** 128 and the signal's number, as shells count. */
export function exitCodeOfSignal(signal: StopSignal): number {
  return signal === 'SIGINT' ? exitCode.interrupted : exitCode.terminated;
}
