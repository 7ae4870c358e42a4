import {matchesRequest, type RecordedRequest, type RequestMatcher} from './recorded-request.ts';

export interface WaitOptions {
  /** Which of the matching requests, counted from the server's start. Default 1. */
  readonly nth?: number;
  /**
   * `arrived`: its headers were read. `accepted`: the contract took it, its answer may still be held back. `settled`:
   * it was answered, reset or aborted. Default `arrived`.
   */
  readonly phase?: 'arrived' | 'accepted' | 'settled';
  readonly signal?: AbortSignal;
}

export interface RequestLog {
  readonly requests: readonly RecordedRequest[];
  add(request: RecordedRequest): void;
  /** A request came into another phase. */
  update(): void;
  waitFor(matcher: RequestMatcher, options?: WaitOptions): Promise<RecordedRequest>;
  /** Rejects everybody who still waits. */
  close(): void;
}

interface Waiter {
  readonly find: () => RecordedRequest | undefined;
  readonly resolve: (request: RecordedRequest) => void;
  readonly reject: (reason: unknown) => void;
}

/** Every request in the order of arrival, and promises for those that are still to come. */
export function createRequestLog(): RequestLog {
  const requests: RecordedRequest[] = [];
  const waiters = new Set<Waiter>();

  function notify(): void {
    for (const waiter of waiters) {
      const request = waiter.find();
      if (request !== undefined) waiter.resolve(request);
    }
  }

  async function waitFor(matcher: RequestMatcher, options: WaitOptions = {}): Promise<RecordedRequest> {
    const {nth = 1, phase = 'arrived', signal} = options;
    signal?.throwIfAborted();
    const find = (): RecordedRequest | undefined => {
      const request = requests.filter((candidate) => matchesRequest(matcher, candidate))[nth - 1];
      return request !== undefined && isIn(phase, request) ? request : undefined;
    };
    const found = find();
    if (found !== undefined) return found;
    const {promise, resolve, reject} = Promise.withResolvers<RecordedRequest>();
    const waiter = {find, resolve, reject};
    const abort = (): void => reject(signal?.reason);
    waiters.add(waiter);
    signal?.addEventListener('abort', abort);
    try {
      return await promise;
    } finally {
      waiters.delete(waiter);
      signal?.removeEventListener('abort', abort);
    }
  }

  return {
    requests,
    add(request) {
      requests.push(request);
      notify();
    },
    update: notify,
    waitFor,
    close() {
      for (const waiter of waiters) {
        waiter.reject(new Error('The embedded Firefly was closed before the awaited request came.'));
      }
    },
  };
}

function isIn(phase: NonNullable<WaitOptions['phase']>, request: RecordedRequest): boolean {
  switch (phase) {
    case 'arrived':
      return true;
    case 'accepted':
      return request.isAccepted;
    case 'settled':
      return request.outcome !== 'pending';
  }
}
