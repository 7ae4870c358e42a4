import type {CollectorError} from '@firefly/core';

import type {Refusal} from '../errors/refusal.ts';
import type {HttpRequest} from './transport.ts';

/** A request to Firefly, and what its answers mean. */
export interface FireflyRequest extends HttpRequest {
  /** What it is for, as log lines name it: `page 3 (objects)`. */
  readonly purpose: string;
  /** Statuses that the caller handles; they are neither retried nor refused. */
  readonly expected: readonly number[];
  /** Milliseconds that one attempt may take, where that is less than the client's own. */
  readonly timeout?: number;
  /** The error for any other answer. */
  refused(refusal: Refusal): CollectorError;
}

/** An answer with one of the expected statuses. */
export interface FireflyAnswer {
  readonly status: number;
  /** First 64 KB of the body, not masked: never show it. */
  readonly body: string;
  /** Requests beyond the first. */
  readonly retries: number;
}
