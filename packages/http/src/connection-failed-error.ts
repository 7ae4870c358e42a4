import {CollectorError} from '@firefly/core';

/** There is no way to a server, or no answer that can be read; `describeNetworkError` gives its words as they are. */
export class ConnectionFailedError extends CollectorError {
  override readonly name = 'ConnectionFailedError';
  override readonly code = 'HTTP_CONNECTION_FAILED';
  /** Whether trying again makes sense. */
  readonly transient: boolean;

  /** @param reason To stand behind `… cannot be reached: `. */
  constructor(reason: string, transient = true) {
    super(reason);
    this.transient = transient;
  }
}
