/** One HTTP request, complete: it can be sent again. At most one of `body`, `json` and `form` is given. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  /** Bytes that are sent as they are, without a copy: pages, and what else was compressed. */
  readonly body?: Uint8Array;
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, string>>;
}

/** What came of one attempt; `requests` counts what was sent, those that a refused token made necessary included. */
export type Exchange =
  | {
      readonly kind: 'answered';
      readonly requests: number;
      readonly status: number;
      /** The body's first 64 KB, decoded, not masked. */
      readonly body: string;
      readonly retryAfter: string | null;
      readonly location: string | null;
    }
  /** No answer: why, in words, not masked. */
  | {
      readonly kind: 'unanswered';
      readonly requests: number;
      readonly reason: string;
      /** Whether trying again makes sense. */
      readonly transient: boolean;
    };

/** Sends one request once. */
export interface Transport {
  /**
   * Never follows a redirect, never retries, except that a token that was refused is renewed. Every status is an answer;
   * a timeout or a network failure is an outcome. Rejects with the signal's reason, or as the login does.
   *
   * @param timeout Milliseconds until the last byte of the answer.
   */
  exchange(request: HttpRequest, timeout: number, signal: AbortSignal): Promise<Exchange>;
}
