import {type Clock, systemClock} from './clock.ts';

/** What one attempt came to: done with a value, or worth another attempt. */
export type Attempt<T> =
  | {readonly kind: 'done'; readonly value: T}
  | {
      readonly kind: 'retry';
      /** What to throw when no attempt is left. */
      readonly error: Error;
      /** What the server asked for (`Retry-After`), in milliseconds; it makes a pause longer, never shorter. */
      readonly retryAfter?: number;
    };

/** How often, how long, and for whom `retry` tries. Times are milliseconds. */
export interface RetryOptions {
  /** Attempts in all, the first included; at least 1. */
  readonly attempts: number;
  /** Ends the attempts and the pauses between them; rejects with its reason. */
  readonly signal: AbortSignal;
  /** Ceiling of the back-off before the second attempt, in milliseconds; doubles with each. Default 500. */
  readonly baseDelay?: number;
  /** Ceiling that the back-off never passes, and the longest `retryAfter` that is honoured. Default 30,000. */
  readonly maxDelay?: number;
  /** Time, for tests. Default: the machine's. */
  readonly clock?: Clock;
  /** Full jitter: a number in [0, 1) that scales each back-off. Default `Math.random`. */
  readonly random?: () => number;
  /** Told before each pause: what failed, which attempt that was (from 1), and the milliseconds until the next. */
  readonly onRetry?: (error: Error, attempt: number, delay: number) => void;
}

/**
 * Runs `attempt` until it is done or no attempts are left: exponential back-off with full jitter, longer
 * where a server's `Retry-After` asks for it. What `attempt` throws is final. The one retry loop of these packages.
 *
 * @throws {RangeError} when there is no attempt to make.
 */
export async function retry<T>(
  attempt: (number: number) => Promise<Attempt<T>>,
  options: RetryOptions,
): Promise<T> {
  const {
    attempts,
    signal,
    baseDelay = 500,
    maxDelay = 30_000,
    clock = systemClock,
    random = Math.random,
  } = options;
  // NaN would try for ever.
  if (!(attempts >= 1)) throw new RangeError(`A retry makes at least one attempt, not ${attempts}.`);
  for (let number = 1; ; number++) {
    signal.throwIfAborted();
    const result = await attempt(number);
    if (result.kind === 'done') return result.value;
    // An attempt that the abort cut short looks like a failure.
    signal.throwIfAborted();
    if (number >= attempts) throw result.error;
    const backOff = backOffDelay(number, {baseDelay, maxDelay, random});
    // A server that asks for no pause, or for one until a time that its clock has not reached, must not be stormed.
    const delay = Math.max(backOff, Math.min(maxDelay, result.retryAfter ?? 0));
    options.onRetry?.(result.error, number, delay);
    await clock.sleep(delay, signal);
  }
}

/** Milliseconds to wait after the n-th failure (from 1): exponential up to `maxDelay`, with full jitter. */
export function backOffDelay(
  failure: number,
  options: Required<Pick<RetryOptions, 'baseDelay' | 'maxDelay' | 'random'>>,
): number {
  return options.random() * Math.min(options.maxDelay, options.baseDelay * 2 ** (failure - 1));
}
