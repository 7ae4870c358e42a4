import {matchesRequest, type RequestMatcher, type RequestRecord} from './request-record.ts';

/** Which of the matching requests, and when. */
export interface WaitOptions {
  /** 1 for the first that matches. Default 1. */
  readonly nth?: number;
  /** Resolve when it arrived (default), or when its response ended. */
  readonly phase?: 'received' | 'ended';
  readonly signal?: AbortSignal;
}

interface Waiter {
  readonly matcher: RequestMatcher;
  readonly phase: 'received' | 'ended';
  missing: number;
  readonly resolve: (request: RequestRecord) => void;
}

/** The last requests, a bounded number of them, and promises for those to come. */
export class RequestLog {
  readonly #capacity: number;
  readonly #records: RequestRecord[] = [];
  readonly #waiters = new Set<Waiter>();
  /** Requests ever received, forgotten ones included. */
  total = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get records(): readonly RequestRecord[] {
    return this.#records;
  }

  add(record: RequestRecord): void {
    this.total++;
    this.#records.push(record);
    // In blocks: shifting the array at each request would cost as much as the request.
    if (this.#records.length > this.#capacity * 1.25) {
      this.#records.splice(0, this.#records.length - this.#capacity);
    }
    this.#notify(record, 'received');
  }

  ended(record: RequestRecord): void {
    this.#notify(record, 'ended');
  }

  /** The nth request that matches, those already in the log included. Rejects with the signal's reason. */
  waitFor(matcher: RequestMatcher, options: WaitOptions = {}): Promise<RequestRecord> {
    const {nth = 1, phase = 'received', signal} = options;
    const earlier = this.#records.filter(
      (record) => (phase === 'received' || record.outcome !== 'pending') && matchesRequest(matcher, record),
    );
    const known = earlier[nth - 1];
    if (known !== undefined) return Promise.resolve(known);
    const {promise, resolve, reject} = Promise.withResolvers<RequestRecord>();
    const waiter: Waiter = {matcher, phase, missing: nth - earlier.length, resolve};
    this.#waiters.add(waiter);
    signal?.addEventListener('abort', () => {
      this.#waiters.delete(waiter);
      reject(signal.reason as Error);
    });
    return promise;
  }

  #notify(record: RequestRecord, phase: 'received' | 'ended'): void {
    for (const waiter of this.#waiters) {
      if (waiter.phase !== phase || !matchesRequest(waiter.matcher, record)) continue;
      waiter.missing--;
      if (waiter.missing > 0) continue;
      this.#waiters.delete(waiter);
      waiter.resolve(record);
    }
  }
}
