import {CollectorError, messageOf} from '@firefly/core';

/** The folder of a dry run cannot be written any more: a full disk, say. */
export class FolderWriteError extends CollectorError {
  override readonly name = 'FolderWriteError';
  override readonly code = 'K8S_FOLDER_WRITE';
  readonly folder: string;

  constructor(folder: string, cause: unknown) {
    super(`${folder} cannot be written: ${messageOf(cause).replace(/\.$/, '')}.`);
    this.folder = folder;
  }
}
