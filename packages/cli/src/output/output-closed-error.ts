import {CollectorError} from '@firefly/core';

/** Whoever reads the output went away (`| head`): no fault, and nothing to say about it. */
export class OutputClosedError extends CollectorError {
  override readonly name = 'OutputClosedError';
  override readonly code = 'CLI_OUTPUT_CLOSED';

  constructor() {
    super('The reader of standard output went away before the end.');
  }
}
