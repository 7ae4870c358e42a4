import {CollectorError} from '@firefly/core';

/** Firefly's address answered with a redirect, which is not followed: the token must not go elsewhere. */
export class FireflyRedirectedError extends CollectorError {
  override readonly name = 'FireflyRedirectedError';
  override readonly code = 'FIREFLY_REDIRECTED';
  readonly url: string;
  readonly status: number;
  /** Where it pointed, scheme, host and path; absent when the answer did not say. */
  readonly location: string | undefined;

  constructor(redirect: {
    readonly url: string;
    readonly status: number;
    readonly location: string | undefined;
  }) {
    const target = redirect.location === undefined ? '' : ` to ${redirect.location}`;
    super(
      `${redirect.url} redirects${target} (${redirect.status}), which is not followed so that the token goes nowhere else; set the endpoint to the address that answers.`,
    );
    this.url = redirect.url;
    this.status = redirect.status;
    this.location = redirect.location;
  }
}
