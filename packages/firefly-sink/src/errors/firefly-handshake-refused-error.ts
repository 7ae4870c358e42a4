import {CollectorError} from '@firefly/core';

import {describeRefusal, type Refusal} from './refusal.ts';

/** A fetching could not be started: the answer to the handshake is none that the contract knows. */
export class FireflyHandshakeRefusedError extends CollectorError {
  override readonly name = 'FireflyHandshakeRefusedError';
  override readonly code = 'FIREFLY_HANDSHAKE_REFUSED';
  readonly status: number;
  /** First 2 KB of the answer, secrets masked. */
  readonly body: string;

  /** @param hint What to do about it, a clause without a full stop. */
  constructor(refusal: Refusal, hint?: string) {
    super(
      `Firefly did not start a fetching: ${refusal.url} answered ${describeRefusal(refusal)}${hint === undefined ? '' : `; ${hint}`}.`,
    );
    this.status = refusal.status;
    this.body = refusal.body;
  }
}
