import {CollectorError} from './error.ts';

/**
 * Every reading failed, or there was nothing to read. Without this error, a cluster that forbids everything would look
 * like an empty one.
 */
export class NothingReadError extends CollectorError {
  override readonly name = 'NothingReadError';
  override readonly code = 'CORE_NOTHING_READ';

  /** @param reason What the first failure said, of a reading or else of discovery; undefined when there was none. */
  constructor(reason: string | undefined) {
    super(
      reason === undefined
        ? 'There was nothing to read: discovery found no type that may be collected.'
        : `Nothing could be read. The first failure: ${reason}`,
    );
  }
}
