import {CollectorError} from '@firefly/core';

import {CredentialsRefusedError} from '../api/credentials-refused-error.ts';
import {SelectorRefusedError} from './selector-refused-error.ts';

/**
 * Whether a failure is an outcome of what was asked for alone. Every other one ends the run: a mistake of ours, credentials
 * that are refused, since nothing else can be read, and a selector that is, since its type would look empty.
 */
export function isOutcome(error: unknown): error is CollectorError {
  return (
    error instanceof CollectorError &&
    !(error instanceof CredentialsRefusedError || error instanceof SelectorRefusedError)
  );
}
