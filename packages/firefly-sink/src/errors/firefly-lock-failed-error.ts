import {CollectorError} from '@firefly/core';

/**
 * Every page was accepted but Firefly could not be told so: it will not use them. The run fails, since data that is
 * never used is lost data.
 */
export class FireflyLockFailedError extends CollectorError {
  override readonly name = 'FireflyLockFailedError';
  override readonly code = 'FIREFLY_LOCK_FAILED';
  /** Set when Firefly answered. */
  readonly status: number | undefined;

  /** @param reason What happened, a sentence without its full stop. */
  constructor(reason: string, status?: number) {
    super(
      `Firefly has every page but could not be told that they are complete, so it will not use them: ${reason}.`,
    );
    this.status = status;
  }
}
