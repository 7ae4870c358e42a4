import {CollectorError} from '@firefly/core';

import {describeRefusal, type Refusal} from './refusal.ts';

/** Firefly did not take a fetching's metadata. Never ends a run: it is logged as a warning. */
export class FireflyMetadataRefusedError extends CollectorError {
  override readonly name = 'FireflyMetadataRefusedError';
  override readonly code = 'FIREFLY_METADATA_REFUSED';
  readonly status: number;

  constructor(refusal: Refusal) {
    super(
      `Firefly did not accept the metadata of this fetching: ${refusal.url} answered ${describeRefusal(refusal)}.`,
    );
    this.status = refusal.status;
  }
}
