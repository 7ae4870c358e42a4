import {CollectorError} from '@firefly/core';

/** The login endpoint does not take these keys (401 or 403). */
export class FireflyLoginRefusedError extends CollectorError {
  override readonly name = 'FireflyLoginRefusedError';
  override readonly code = 'FIREFLY_LOGIN_REFUSED';
  readonly url: string;
  readonly status: number;

  constructor(url: string, status: number) {
    super(
      `Firefly refused the access keys (${status} from ${url}): check FIREFLY_ACCESS_KEY and FIREFLY_SECRET_KEY.`,
    );
    this.url = url;
    this.status = status;
  }
}
