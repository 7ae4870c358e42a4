import {join} from 'node:path';

import {defineConfig, type ViteUserConfig} from 'vitest/config';

import {isTestingAll} from './scripts/is-testing-all.ts';
import {PlainSummaryReporter} from './scripts/plain-summary-reporter.ts';

/**
 * The settings that every package's tests share; a package adds what is its own. Files run in one process each worker
 * and are not isolated from each other, which halves the time: no test replaces a module.
 *
 * Whatever they print is searched for the credentials that they plant.
 *
 * No test is bounded by the clock: the limits only end what hangs for ever, on a machine of any speed, and no test has one
 * of its own.
 */
export function projectConfig(name: string, own: ViteUserConfig['test'] = {}): ViteUserConfig {
  return defineConfig({
    test: {
      name,
      include: ['test/**/*.test.ts'],
      setupFiles: [join(import.meta.dirname, 'scripts/search-output.ts')],
      isolate: false,
      testTimeout: limit,
      hookTimeout: limit,
      expect: {poll: {timeout: limit, interval: 20}},
      reporters: ['minimal', new PlainSummaryReporter()],
      ...own,
    },
  });
}

/** Milliseconds. `scripts/eventually.ts` waits nearly as long. */
const limit = isTestingAll ? 1_200_000 : 300_000;
