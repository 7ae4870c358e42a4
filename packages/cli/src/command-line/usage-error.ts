import {CollectorError} from '@firefly/core';

/** The command line cannot be understood: an unknown flag, a missing value, one argument too many. */
export class UsageError extends CollectorError {
  override readonly name = 'UsageError';
  override readonly code = 'CLI_USAGE';
}
