import {CollectorError} from '@firefly/core';

/** No answer came: the network, TLS, a proxy or a timeout, on every attempt. */
export class FireflyUnreachableError extends CollectorError {
  override readonly name = 'FireflyUnreachableError';
  override readonly code = 'FIREFLY_UNREACHABLE';
  /** Scheme, host and path; no query. */
  readonly url: string;
  /** What happened, in words: `the connection was refused`. */
  readonly reason: string;
  readonly attempts: number;

  constructor(failure: {readonly url: string; readonly reason: string; readonly attempts: number}) {
    const tries = failure.attempts > 1 ? ` after ${failure.attempts} attempts` : '';
    super(`Firefly cannot be reached at ${failure.url}${tries}: ${failure.reason}.`);
    this.url = failure.url;
    this.reason = failure.reason;
    this.attempts = failure.attempts;
  }
}
