/** One HTTP request, complete: bytes that can be sent again. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

/** What came of one attempt. */
export type Exchange =
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** The body's first 64 KB, decoded, not masked. */
      readonly body: string;
      readonly retryAfter: string | null;
      readonly location: string | null;
    }
  /** No answer: why, in words, not masked. */
  | {
      readonly kind: 'unanswered';
      readonly reason: string;
      /** Whether trying again makes sense. */
      readonly transient: boolean;
    };

/** Sends one request once. */
export interface Transport {
  /**
   * Never follows a redirect, never retries. Every status is an answer; a timeout or a network failure is an outcome.
   * Rejects only with the signal's reason.
   *
   * @param timeout Milliseconds until the last byte of the answer.
   */
  exchange(request: HttpRequest, timeout: number, signal: AbortSignal): Promise<Exchange>;
}
