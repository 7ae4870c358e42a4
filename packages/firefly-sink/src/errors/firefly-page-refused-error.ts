import {CollectorError, type StreamName} from '@firefly/core';

import {describeRefusal, type Refusal} from './refusal.ts';

/** Firefly did not take a page: anything but 204, after the retries where the status allows any. */
export class FireflyPageRefusedError extends CollectorError {
  override readonly name = 'FireflyPageRefusedError';
  override readonly code = 'FIREFLY_PAGE_REFUSED';
  readonly stream: StreamName;
  readonly page: number;
  readonly status: number;
  /** First 2 KB of the answer, secrets masked. */
  readonly body: string;
  readonly attempts: number;

  constructor(stream: StreamName, page: number, refusal: Refusal) {
    super(
      `Firefly did not accept page ${page} (${stream}): expected 204, got ${describeRefusal(refusal)} from ${refusal.url}.`,
    );
    this.stream = stream;
    this.page = page;
    this.status = refusal.status;
    this.body = refusal.body;
    this.attempts = refusal.attempts;
  }
}
