import {CollectorError} from '@firefly/core';

/** An option that does not exist, or that has a value which it cannot have. */
export class InvalidOptionError extends CollectorError {
  override readonly name = 'InvalidOptionError';
  readonly code = 'K8S_OPTION_INVALID';
  /** Its name. */
  readonly option: string;

  /** @param problem What is wrong with it and what is expected, to stand behind its name. */
  constructor(option: string, problem: string) {
    super(`${option} ${problem}`);
    this.option = option;
  }
}
