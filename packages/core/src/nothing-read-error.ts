import {CollectorError} from './error.ts';

/** No reading yielded anything and at least one failed: an empty cluster must not be told from a locked one by luck. */
export class NothingReadError extends CollectorError {
  override readonly name = 'NothingReadError';
  override readonly code = 'CORE_NOTHING_READ';

  /** @param reason What the first failure said; undefined when nothing was planned at all. */
  constructor(reason: string | undefined) {
    super(
      reason === undefined
        ? 'There was nothing to read: discovery found no type that may be collected.'
        : `Nothing could be read. The first failure: ${reason}`,
    );
  }
}
