import {CollectorError, messageOf} from './error.ts';

/**
 * The program itself is at fault: an error that nobody caught, or work that waits for what can no longer happen. As the
 * reason of a run's signal it makes the run a failure, where any other reason makes it stopped.
 */
export class FaultError extends CollectorError {
  override readonly name = 'FaultError';
  override readonly code = 'CORE_FAULT';

  /** @param error What nobody caught; absent where nothing is under way any more and the work is not done. */
  constructor(error?: unknown) {
    const what =
      error === undefined
        ? 'the work is not done, and nothing is under way that could go on with it'
        : messageOf(error).replace(/\.$/, '');
    super(`The collector itself is at fault: ${what}. Please report it.`);
  }
}
