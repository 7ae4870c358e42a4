import {CollectorError, messageOf} from '@firefly/core';

/** Two sides could not be compared: exit code 2, as `diff` has it; 1 says that they differ. */
export class DiffFailedError extends CollectorError {
  override readonly name = 'DiffFailedError';
  override readonly code = 'CLI_DIFF_FAILED';

  /** @param error What went wrong; its sentence is this one's. */
  constructor(error: unknown) {
    super(messageOf(error));
  }
}
