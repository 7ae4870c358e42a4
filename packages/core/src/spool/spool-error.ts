import {CollectorError} from '../error.ts';

/**
 * - `SPOOL_UNWRITABLE`: the file cannot be created or written in its folder.
 * - `SPOOL_FULL`: the folder's disk, quota or size limit has no room left.
 * - `SPOOL_UNREADABLE`: what was written does not come back.
 * - `SPOOL_LEFT_BEHIND`: everything worked, but the file could not be removed.
 */
export type SpoolErrorCode = 'SPOOL_UNWRITABLE' | 'SPOOL_FULL' | 'SPOOL_UNREADABLE' | 'SPOOL_LEFT_BEHIND';

/** The temporary file beside a run's memory failed; the message names the folder. */
export class SpoolError extends CollectorError {
  override readonly name = 'SpoolError';
  readonly code: SpoolErrorCode;
  /** Folder of the temporary file. */
  readonly folder: string;

  constructor(code: SpoolErrorCode, folder: string, cause: unknown) {
    super(`${sentences[code](folder)}: ${reasonOf(cause)}.`, {cause});
    this.code = code;
    this.folder = folder;
  }

  /** The error for a failed write: whether room or permission was missing is in the system's code. */
  static ofWriting(folder: string, cause: unknown): SpoolError {
    const full = fullCodes.has(systemCodeOf(cause) ?? '');
    return new SpoolError(full ? 'SPOOL_FULL' : 'SPOOL_UNWRITABLE', folder, cause);
  }
}

const fullCodes = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

const sentences: Record<SpoolErrorCode, (folder: string) => string> = {
  SPOOL_UNWRITABLE: (folder) =>
    `A temporary file cannot be written in the folder ${folder}, which must be writable`,
  SPOOL_FULL: (folder) => `The folder ${folder} has no room left for the temporary file of this run`,
  SPOOL_UNREADABLE: (folder) => `The temporary file in the folder ${folder} cannot be read back`,
  SPOOL_LEFT_BEHIND: (folder) => `The temporary file in the folder ${folder} could not be removed`,
};

function systemCodeOf(cause: unknown): string | undefined {
  if (!(cause instanceof Error) || !('code' in cause)) return undefined;
  return typeof cause.code === 'string' ? cause.code : undefined;
}

function reasonOf(cause: unknown): string {
  return systemCodeOf(cause) ?? (cause instanceof Error ? cause.message : String(cause));
}
