import {CollectorError} from '@firefly/core';

import type {StopSignal} from './commands/command-context.ts';

/** Somebody asked the run to stop: the reason that its abort signal carries. */
export class StoppedError extends CollectorError {
  override readonly name = 'StoppedError';
  override readonly code = 'CLI_STOPPED';
  readonly signal: StopSignal;

  constructor(signal: StopSignal) {
    super(`${signal} was received.`);
    this.signal = signal;
  }
}
