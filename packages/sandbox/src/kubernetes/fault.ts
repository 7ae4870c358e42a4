import type {RequestMatcher, RequestRecord} from './request-record.ts';

/** What goes wrong. Offsets are bytes of the uncompressed body; by default the middle of its first chunk. */
export type FaultAction =
  /** A failure `Status` (or `body`, sent as it is) in place of the answer. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly message?: string;
      readonly reason?: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    }
  /** Priority and fairness says no: 429 with `Retry-After` in seconds or as a date. */
  | {readonly kind: 'too-many-requests'; readonly retryAfter?: string}
  /** The continue token is too old: 410; `resumable` adds the token of an inconsistent continuation. Default true. */
  | {readonly kind: 'expired'; readonly resumable?: boolean}
  /** The connection is reset, before the answer or in the middle of its body. */
  | {readonly kind: 'reset'; readonly afterBytes?: number | 'headers' | 'nothing'}
  /** The body ends early, the response ends well. */
  | {readonly kind: 'truncate'; readonly afterBytes?: number}
  /** One byte of the body becomes another that JSON does not allow there. */
  | {readonly kind: 'malformed'; readonly atByte?: number}
  /** Nothing more comes until the client gives up: no answer at all, or a body that stops. */
  | {readonly kind: 'hang'; readonly afterBytes?: number | 'headers' | 'nothing'}
  /** The body comes in pieces of so many bytes (default 1024), each when the test calls `release`. */
  | {readonly kind: 'slow'; readonly pieceBytes?: number}
  /** Nothing goes wrong, but something happens first: the cluster changes, a token is revoked. */
  | {readonly kind: 'call'; readonly run: (request: RequestRecord) => void | Promise<void>};

/** A fault and the requests that it hits. */
export interface Fault {
  /** Default: any request. */
  readonly match?: RequestMatcher;
  /** Starts with the nth request that matches. Default 1. */
  readonly nth?: number;
  /** How many requests in a row it hits; Infinity is allowed. Default 1. */
  readonly times?: number;
  readonly action: FaultAction;
}

/** A fault that was armed. */
export interface InjectedFault {
  /** Requests that it hit so far. */
  readonly hits: number;
  /** Resolves with the first request that it hits. */
  readonly hit: Promise<RequestRecord>;
  /** For `slow`: lets so many pieces pass, in all responses that it slows. Default 1; Infinity lets the rest pass. */
  release(pieces?: number): void;
  /** Disarms it; what it holds up goes on. */
  remove(): void;
}
