import {CollectorError} from '../error.ts';

/** The bytes of a tree were asked for that is over the limit: it is there to be reported, not to be sent. */
export class OversizedTreeError extends CollectorError {
  override readonly name = 'OversizedTreeError';
  readonly code = 'TREE_OVERSIZED';
  /** Length of the tree's JSON, at least. */
  readonly bytes: number;
  /** Length that a tree may have. */
  readonly limit: number;

  constructor(bytes: number, limit: number) {
    super(`A tree of ${bytes} bytes cannot be copied: ${limit} bytes are the limit for one.`);
    this.bytes = bytes;
    this.limit = limit;
  }
}
