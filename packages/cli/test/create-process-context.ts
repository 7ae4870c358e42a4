import {join} from 'node:path';

import type {FaultError} from '@firefly/core';

import {plantCredentials} from '../../../scripts/planted-credentials.ts';
import type {ProcessContext, StopSignal} from '../src/commands/command-context.ts';
import {CaptureStream} from './capture-stream.ts';

/** A process that exists only in a test: streams that can be read, signals that can be sent, exits that are counted. */
export interface TestProcess {
  readonly context: ProcessContext;
  readonly stdout: CaptureStream;
  readonly stderr: CaptureStream;
  readonly exits: readonly number[];
  signal(name: StopSignal): void;
  fault(fault: FaultError): void;
}

export function createProcessContext(
  environment: Record<string, string> = {},
  stderr = new CaptureStream(),
  stdout = new CaptureStream(),
): TestProcess {
  plantCredentials(environment, []);
  const listeners = new Set<(signal: StopSignal) => void>();
  const faultListeners = new Set<(fault: FaultError) => void>();
  const exits: number[] = [];
  return {
    stdout,
    stderr,
    exits,
    signal: (name) => listeners.forEach((listener) => listener(name)),
    fault: (fault) => faultListeners.forEach((listener) => listener(fault)),
    context: {
      environment,
      runId: '0123456789abcdef',
      isPiped: false,
      program: [process.execPath, join(import.meta.dirname, '../dist/firefly-collector.mjs')],
      stdout,
      stderr,
      onSignal(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      onFault(listener) {
        faultListeners.add(listener);
        return () => faultListeners.delete(listener);
      },
      exit: (code) => exits.push(code),
    },
  };
}
