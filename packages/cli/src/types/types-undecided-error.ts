import {CollectorError} from '@firefly/core';

/** None of the types that were asked for by name is known, and API groups that did not answer may have them. */
export class TypesUndecidedError extends CollectorError {
  override readonly name = 'TypesUndecidedError';
  override readonly code = 'CLI_TYPES_UNDECIDED';
}
