import {vi} from 'vitest';

/** Resolves once the check no longer throws, for what no event tells. On a machine of any speed: only the test's limit ends it. */
export async function eventually<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, {timeout: 240_000, interval: 20});
}
