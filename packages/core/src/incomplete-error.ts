import {CollectorError} from './error.ts';

/** Something could not be read for a reason of this run, and whoever started it wants no half of a cluster used. */
export class IncompleteError extends CollectorError {
  override readonly name = 'IncompleteError';
  override readonly code = 'CORE_INCOMPLETE';

  /**
   * @param gaps What is missing, a sentence each, at least one.
   * @param fate What became of what was sent, a sentence.
   */
  constructor(gaps: readonly string[], fate: string) {
    const [first = ''] = gaps;
    const more = gaps.length > 1 ? ` (and ${gaps.length - 1} more)` : '';
    super(`What was read is incomplete: ${first.replace(/\.$/, '')}${more}. ${fate}`);
  }
}
