import {CollectorError} from '@firefly/core';

export interface RequestRefusalOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** True where legal use can meet this answer (a revoked token, a page too large): then it is no violation. */
  readonly legal?: boolean;
}

/** A request that is answered with a 4xx and one sentence; unless `legal`, it also stands in `violations`. */
export class RequestRefusal extends CollectorError {
  override readonly name = 'RequestRefusal';
  readonly code = 'SANDBOX_REFUSED';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly legal: boolean;

  constructor(status: number, message: string, options: RequestRefusalOptions = {}) {
    super(message);
    this.status = status;
    this.headers = options.headers ?? {};
    this.legal = options.legal ?? false;
  }
}

/** Throws a `RequestRefusal` unless the condition holds. */
export function refuseUnless(condition: unknown, message: string, status = 400): asserts condition {
  if (!condition) throw new RequestRefusal(status, message);
}
