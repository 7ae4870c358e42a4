import {CollectorError} from '@firefly/core';

/** A type was named that the cluster does not have. */
export class UnknownTypeError extends CollectorError {
  override readonly name = 'UnknownTypeError';
  readonly code = 'K8S_UNKNOWN_TYPE';
  /** As it was given. */
  readonly type: string;
  /** What was meant, most likely. */
  readonly nearest: string | undefined;

  /** @param unread Groups and versions that discovery could not find out: the type may be one of theirs. */
  constructor(type: string, nearest: string | undefined, unread: readonly string[] = []) {
    const hint = nearest === undefined ? '' : `; did you mean ${nearest}?`;
    const doubt = unread.length === 0 ? '' : ` (These did not answer: ${unread.join(', ')}.)`;
    super(`This cluster has no type ${JSON.stringify(type)}${hint || '.'}${doubt}`);
    this.type = type;
    this.nearest = nearest;
  }
}
