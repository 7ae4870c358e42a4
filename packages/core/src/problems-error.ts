import {CollectorError} from './error.ts';

/** What somebody wrote cannot be used: all that is wrong with it at once. */
export abstract class ProblemsError extends CollectorError {
  /** One sentence for each problem; none shows a secret. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}
