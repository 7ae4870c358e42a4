import {CollectorError} from '@firefly/core';

/** A session was asked to do what would make a half-delivered cluster look complete. */
export class FireflyIncompleteError extends CollectorError {
  override readonly name = 'FireflyIncompleteError';
  override readonly code = 'FIREFLY_INCOMPLETE';

  /** @param reason What is missing, a sentence without its full stop. */
  constructor(reason: string) {
    super(`The cluster was not delivered completely: ${reason}.`);
  }
}
