import {defineConfig} from 'vitest/config';

import {PlainSummaryReporter} from './scripts/plain-summary-reporter.ts';

export default defineConfig({
  test: {
    projects: ['packages/*/vitest.config.ts', '{charts,e2e,examples,image}/vitest.config.ts'],
    reporters: ['minimal', new PlainSummaryReporter()],
  },
});
