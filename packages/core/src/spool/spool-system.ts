import {open, unlink} from 'node:fs/promises';

/** What a spool's file asks of the operating system by path. */
export interface SpoolSystem {
  readonly open: typeof open;
  readonly unlink: typeof unlink;
}

/** The one that the process runs on. */
export const spoolSystem: SpoolSystem = {open, unlink};
