import {CollectorError, messageOf} from '@firefly/core';

/** The directory of a dry run cannot be written any more: a full disk, say. */
export class OutputDirectoryError extends CollectorError {
  override readonly name = 'OutputDirectoryError';
  override readonly code = 'CLI_OUTPUT_DIRECTORY';
  readonly directory: string;

  constructor(directory: string, cause: unknown) {
    super(`--output-dir ${directory} cannot be written: ${messageOf(cause).replace(/\.$/, '')}.`);
    this.directory = directory;
  }
}
