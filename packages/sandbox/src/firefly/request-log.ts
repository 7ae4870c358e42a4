import {matchesRequest, type RecordedRequest, type RequestMatcher} from './recorded-request.ts';

export interface WaitOptions {
  /** Which of the matching requests, counted from the server's start. Default 1. */
  readonly nth?: number;
  /** `arrived`: its headers were read; `settled`: it was answered, reset or aborted. Default `arrived`. */
  readonly phase?: 'arrived' | 'settled';
  readonly signal?: AbortSignal;
}

export interface RequestLog {
  readonly requests: readonly RecordedRequest[];
  add(request: RecordedRequest): void;
  settle(request: RecordedRequest): void;
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
      return phase === 'settled' && request?.outcome === 'pending' ? undefined : request;
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
    settle: notify,
    waitFor,
    close() {
      for (const waiter of waiters) {
        waiter.reject(new Error('The embedded Firefly was closed before the awaited request came.'));
      }
    },
  };
}
