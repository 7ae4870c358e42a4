import {CollectorError, UnexpectedShapeError} from '@firefly/core';

/** A directory or a file that is to be read in place of a cluster cannot be, or holds something else. */
export class ReplayError extends CollectorError {
  override readonly name = 'ReplayError';
  override readonly code = 'K8S_REPLAY';
  /** The directory or the file. */
  readonly path: string;

  /**
   * @param reason What is wrong and what is expected, without a full stop.
   * @param verdict What cannot be done with it.
   */
  constructor(path: string, reason: string, verdict = 'cannot be read') {
    super(`${path} ${verdict}: ${reason}.`);
    this.path = path;
  }

  /** For what the file system or JSON.parse said; the latter quotes the file, which may hold secrets. */
  static of(path: string, error: unknown): ReplayError {
    if (error instanceof ReplayError) return error;
    if (error instanceof UnexpectedShapeError)
      return new ReplayError(path, error.message.replace(/^E/, 'e').replace(/\.$/, ''));
    if (error instanceof SyntaxError) return new ReplayError(path, 'it is not JSON');
    const {code, message} = error as NodeJS.ErrnoException;
    return new ReplayError(
      path,
      code === 'ENOENT' ? 'there is no such file or directory' : (code ?? message),
    );
  }
}
