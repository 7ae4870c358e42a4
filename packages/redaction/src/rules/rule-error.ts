import {ProblemsError} from '@firefly/core';

/** Rules of the user that cannot be used: all problems at once, each with its rule and its line. */
export class RuleError extends ProblemsError {
  override readonly name = 'RuleError';
  override readonly code = 'REDACTION_RULES';
}
