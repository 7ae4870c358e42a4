import {CollectorError} from '@firefly/core';

import {describeRefusal, type Refusal} from './refusal.ts';

/** The app API did not read, create or delete an integration. */
export class FireflyIntegrationRefusedError extends CollectorError {
  override readonly name = 'FireflyIntegrationRefusedError';
  override readonly code = 'FIREFLY_INTEGRATION_REFUSED';
  readonly status: number;
  /** First 2 KB of the answer, secrets masked. */
  readonly body: string;

  /** @param step What was asked for, as a verb: `create`. */
  constructor(step: string, clusterId: string, refusal: Refusal) {
    super(
      `Firefly did not ${step} the integration of cluster "${clusterId}": ${refusal.url} answered ${describeRefusal(refusal)}.`,
    );
    this.status = refusal.status;
    this.body = refusal.body;
  }
}
