import {CollectorError} from '@firefly/core';

/** A list response is not the JSON that a list must be: wrong syntax, wrong shape, or cut off. */
export class MalformedListError extends CollectorError {
  override readonly name = 'MalformedListError';
  override readonly code = 'K8S_LIST_MALFORMED';
  /** Position of the first byte that does not fit, counted from the start of the body. */
  readonly byteOffset: number;
  /** The body ended too early: worth asking again, unlike wrong syntax. */
  readonly truncated: boolean;

  constructor(problem: string, byteOffset: number, truncated = false) {
    super(`The list response is malformed at byte ${byteOffset}: ${problem}.`);
    this.byteOffset = byteOffset;
    this.truncated = truncated;
  }
}
