import {CollectorError} from '@firefly/core';

/** Firefly's app API did not answer in the time that a hook has. */
export class IntegrationTimeoutError extends CollectorError {
  override readonly name = 'IntegrationTimeoutError';
  override readonly code = 'CLI_INTEGRATION_TIMEOUT';

  constructor(step: 'onboard' | 'offboard', milliseconds: number) {
    super(
      `Firefly's app API did not ${step} the cluster within ${milliseconds / 1000} seconds, retries included.`,
    );
  }
}
