import {defineConfig} from 'vitest/config';

import {PlainSummaryReporter} from './scripts/plain-summary-reporter.ts';

/** All projects in one process, for `pnpm test:watch` and for single files by their path. */
export default defineConfig({
  test: {
    projects: ['packages/*/vitest.config.ts', '{charts,examples,image}/vitest.config.ts'],
    reporters: ['minimal', new PlainSummaryReporter()],
  },
});
