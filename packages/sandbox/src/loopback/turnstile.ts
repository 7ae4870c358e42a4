/** Lets waiting callers pass one by one, as many as were released; releases are remembered. */
export class Turnstile {
  #permits = 0;
  readonly #waiting = new Set<() => void>();

  /** Callers that wait now. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** Resolves once it is this caller's turn, or the signal aborts. */
  async pass(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    if (this.#permits > 0) {
      this.#permits--;
      return;
    }
    const {promise, resolve} = Promise.withResolvers<void>();
    this.#waiting.add(resolve);
    signal.addEventListener('abort', () => resolve(), {once: true});
    await promise;
    this.#waiting.delete(resolve);
  }

  release(permits: number): void {
    this.#permits += permits;
    for (const next of this.#waiting) {
      if (this.#permits <= 0) return;
      this.#permits--;
      this.#waiting.delete(next);
      next();
    }
  }
}
