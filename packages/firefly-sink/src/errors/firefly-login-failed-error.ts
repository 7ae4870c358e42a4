import {CollectorError} from '@firefly/core';

/** The login endpoint answered, but neither with a token nor with a refusal of the keys. */
export class FireflyLoginFailedError extends CollectorError {
  override readonly name = 'FireflyLoginFailedError';
  override readonly code = 'FIREFLY_LOGIN_FAILED';
  readonly url: string;
  readonly status: number;

  /** @param reason What the answer was instead, in words; holds nothing of a 200's body, which may carry a token. */
  constructor(url: string, status: number, reason: string) {
    super(`Login to Firefly at ${url} failed: ${reason}.`);
    this.url = url;
    this.status = status;
  }
}
