import {CollectorError} from '@firefly/core';

/** Settings that do not fit or are missing: all of them at once, found before anything was contacted. */
export class SettingsError extends CollectorError {
  override readonly name = 'SettingsError';
  override readonly code = 'CLI_SETTINGS';
  /** One sentence for each problem; none shows a secret. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}
