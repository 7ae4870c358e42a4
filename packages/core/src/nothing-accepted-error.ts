import {CollectorError} from './error.ts';

/** Every item was too large for the receiver. Without this error, a cluster of which nothing arrived would look empty. */
export class NothingAcceptedError extends CollectorError {
  override readonly name = 'NothingAcceptedError';
  override readonly code = 'CORE_NOTHING_ACCEPTED';

  /** @param items Those that were too large. @param what What they are: `objects`. */
  constructor(items: number, what: string) {
    super(
      `Nothing was accepted: each of the ${items} ${what} was too large for the receiver; check the limits of what stands in front of it.`,
    );
  }
}
