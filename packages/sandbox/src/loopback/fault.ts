import type {LoopbackRequest, RequestMatcher} from './loopback-request.ts';

/** How far a request got when its fault befalls it. `after-processing`: it was accepted, its answer is lost. */
export type FaultStage =
  | 'before-reading'
  | 'mid-body'
  | 'before-processing'
  | 'after-processing'
  | 'mid-answer';

/** So many bytes into the uncompressed body of the answer; `half`: the middle of its first chunk. */
export type Offset = number | 'half';

/** What happens to a request in place of, or around, what the server would do. */
export type Fault<Request extends LoopbackRequest = LoopbackRequest> =
  /**
   * Another answer. Default: `after-processing` for a 2xx status, else `before-processing` (the body was read, and
   * nothing came of it).
   */
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
      readonly when?: 'before-reading' | 'before-processing' | 'after-processing';
    }
  /** The connection breaks; with `afterBytes` in the body of the answer. Default `before-processing`. */
  | {readonly kind: 'reset'; readonly when?: FaultStage; readonly afterBytes?: Offset | 'headers'}
  /**
   * Nothing happens until `release()` of the injected fault, or until the client gives up; then it goes on as usual.
   * With `afterBytes` it stops in the body of the answer. Default `before-processing`.
   */
  | {
      readonly kind: 'hang';
      readonly when?: 'before-reading' | 'before-processing' | 'after-processing';
      readonly afterBytes?: Offset | 'headers';
    }
  /** The answer's body ends early, the response ends well. Default `half`. */
  | {readonly kind: 'truncate'; readonly afterBytes?: Offset}
  /** One byte of the answer's body becomes another that JSON does not allow there. Default `half`. */
  | {readonly kind: 'malformed'; readonly atByte?: Offset}
  /** The answer's body comes in pieces of so many bytes (default 1024), each when the test calls `release`. */
  | {readonly kind: 'slow'; readonly pieceBytes?: number}
  /** Nothing goes wrong, but something happens before it is judged: the cluster changes, a token is revoked. */
  | {readonly kind: 'call'; readonly run: (request: Request) => void | Promise<void>};

/** A fault and the requests that it befalls, counted from the injection on. */
export interface FaultRule<Request extends LoopbackRequest, Action extends {readonly kind: string}> {
  /** Default: every request of the Kubernetes API, the pages of both contracts at Firefly. */
  readonly on?: RequestMatcher<Request>;
  /** The first matching request that it befalls. Default 1. */
  readonly nth?: number;
  /** How many in a row, from `nth` on. Default 1; `Infinity` until `remove()`. */
  readonly times?: number;
  readonly fault: Action;
}

/** A fault that was armed. */
export interface InjectedFault<Request extends LoopbackRequest = LoopbackRequest> {
  /** Requests that it has befallen so far. */
  readonly hits: number;
  /** Resolves with the first request that it befalls. */
  readonly hit: Promise<Request>;
  /** Requests that it holds up now. */
  readonly held: number;
  /**
   * Lets so many requests that hang, or pieces of slow bodies, pass. Default: of `slow` 1, of `hang` all from now on.
   */
  release(count?: number): void;
  /** Befalls no further request; what it holds up goes on. */
  remove(): void;
}
