import {CollectorError} from './error.ts';

/** JSON from outside holds something else than its place must hold. */
export class UnexpectedShapeError extends CollectorError {
  override readonly name = 'UnexpectedShapeError';
  override readonly code = 'CORE_UNEXPECTED_SHAPE';

  /** @param what The place: `items`, `versions[].resources`. */
  constructor(what: string, expected: string, value: unknown) {
    super(`Expected ${expected} as ${what}, not ${kindOf(value)}.`);
  }
}

/** What it is; never its content, which may be a secret. */
function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
