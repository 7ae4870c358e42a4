import type {Clock} from '@firefly/core';

interface Sleeper {
  readonly milliseconds: number;
  readonly due: number;
  readonly wake: () => void;
}

/** Time that stands still until a test moves it. A pause of 0 ms passes at once. */
export class FakeClock implements Clock {
  #now = Date.parse('2026-01-02T03:04:05Z');
  readonly #sleepers = new Set<Sleeper>();
  readonly #watchers = new Map<number, (() => void)[]>();

  now() {
    return this.#now;
  }

  /** Pauses and timers that are waiting now. */
  get pending(): readonly number[] {
    return [...this.#sleepers].map(({milliseconds}) => milliseconds);
  }

  async sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (milliseconds === 0) return;
    const {promise, resolve, reject} = Promise.withResolvers<void>();
    const sleeper = {milliseconds, due: this.#now + milliseconds, wake: resolve};
    this.#sleepers.add(sleeper);
    const stop = () => reject(signal.reason as Error);
    signal.addEventListener('abort', stop, {once: true});
    for (const watcher of this.#watchers.get(milliseconds) ?? []) watcher();
    this.#watchers.delete(milliseconds);
    try {
      await promise;
    } finally {
      this.#sleepers.delete(sleeper);
      signal.removeEventListener('abort', stop);
    }
  }

  advance(milliseconds: number): void {
    this.#now += milliseconds;
    for (const sleeper of this.#sleepers) if (sleeper.due <= this.#now) sleeper.wake();
  }

  /** Resolves when somebody waits for exactly so long. */
  async sleeping(milliseconds: number): Promise<void> {
    if (this.pending.includes(milliseconds)) return;
    await new Promise<void>((resolve) => {
      this.#watchers.set(milliseconds, [...(this.#watchers.get(milliseconds) ?? []), resolve]);
    });
  }
}
