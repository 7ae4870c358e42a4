import {type LoopbackRequest, matchesRequest, type RequestMatcher} from './loopback-request.ts';

/** Which of the matching requests, and when. */
export interface WaitOptions {
  /** 1 for the first that matches, counted from the server's start. Default 1. */
  readonly nth?: number;
  /**
   * `arrived`: its headers were read. `accepted`: the server took it, its answer may still be held back. `settled`: it
   * was answered, reset or aborted. Default `arrived`.
   */
  readonly phase?: 'arrived' | 'accepted' | 'settled';
  /** Its reason is what waiting rejects with. */
  readonly signal?: AbortSignal;
}

/** The requests of one server in the order of arrival, and promises for those that are still to come. */
export interface RequestLog<Request extends LoopbackRequest> {
  readonly requests: readonly Request[];
  /** Requests ever received, forgotten ones included. */
  readonly total: number;
  add(request: Request): void;
  /** A request came into another phase. */
  update(): void;
  waitFor(matcher: RequestMatcher<Request>, options?: WaitOptions): Promise<Request>;
  /** Rejects everybody who still waits. */
  close(): void;
}

interface Waiter {
  readonly look: () => void;
  readonly reject: (reason: unknown) => void;
}

/** A log of at least the last `capacity` requests. */
export function createRequestLog<Request extends LoopbackRequest>(capacity: number): RequestLog<Request> {
  const requests: Request[] = [];
  const waiters = new Set<Waiter>();
  let total = 0;

  function update(): void {
    for (const {look} of waiters) look();
  }

  async function waitFor(matcher: RequestMatcher<Request>, options: WaitOptions = {}): Promise<Request> {
    const {nth = 1, phase = 'arrived', signal} = options;
    signal?.throwIfAborted();
    const {promise, resolve, reject} = Promise.withResolvers<Request>();
    const look = () => {
      const request = requests.filter((candidate) => matchesRequest(matcher, candidate))[nth - 1];
      if (request !== undefined && isIn[phase](request)) resolve(request);
    };
    const waiter = {look, reject};
    const abort = (): void => reject(signal?.reason);
    waiters.add(waiter);
    signal?.addEventListener('abort', abort);
    look();
    try {
      return await promise;
    } finally {
      waiters.delete(waiter);
      signal?.removeEventListener('abort', abort);
    }
  }

  return {
    requests,
    get total() {
      return total;
    },
    add(request) {
      total++;
      requests.push(request);
      // In blocks: shifting the array at each request would cost as much as the request.
      if (requests.length > capacity * 1.25) requests.splice(0, requests.length - capacity);
      update();
    },
    update,
    waitFor,
    close() {
      for (const {reject} of waiters) {
        reject(new Error('The server was closed before the awaited request came.'));
      }
    },
  };
}

const isIn: Readonly<Record<NonNullable<WaitOptions['phase']>, (request: LoopbackRequest) => boolean>> = {
  arrived: () => true,
  accepted: ({isAccepted}) => isAccepted,
  settled: ({outcome}) => outcome !== 'pending',
};
