/** Lets waiting callers pass one by one, as many as were released; releases are remembered. */
export class Turnstile {
  #permits = 0;
  readonly #waiting: (() => void)[] = [];

  /** Resolves once it is this caller's turn, or the signal aborts. */
  async pass(signal: AbortSignal): Promise<void> {
    if (this.#permits > 0 || signal.aborted) {
      this.#permits--;
      return;
    }
    const {promise, resolve} = Promise.withResolvers<void>();
    this.#waiting.push(resolve);
    signal.addEventListener('abort', () => resolve(), {once: true});
    await promise;
  }

  release(permits: number): void {
    this.#permits += permits;
    while (this.#permits > 0) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      this.#permits--;
      next();
    }
  }
}
