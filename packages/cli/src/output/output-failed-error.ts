import {CollectorError} from '@firefly/core';

/** What is to be shown cannot be written: a full disk behind a redirection, say. */
export class OutputFailedError extends CollectorError {
  override readonly name = 'OutputFailedError';
  override readonly code = 'CLI_OUTPUT_FAILED';

  constructor(reason: string) {
    super(`Standard output cannot be written: ${reason}.`);
  }
}
