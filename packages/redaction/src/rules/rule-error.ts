import {CollectorError} from '@firefly/core';

/** Rules of the user that cannot be used: all problems at once, each with its rule and its line. */
export class RuleError extends CollectorError {
  override readonly name = 'RuleError';
  override readonly code = 'REDACTION_RULES';
  /** One sentence for each problem. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}
