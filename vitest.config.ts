import {defineConfig} from 'vitest/config';

import {PlainSummaryReporter} from './scripts/plain-summary-reporter.ts';

export default defineConfig({
  test: {
    projects: [
      'packages/*/vitest.config.ts',
      'charts/vitest.config.ts',
      'image/vitest.config.ts',
      'examples/vitest.config.ts',
      'e2e/vitest.config.ts',
    ],
    reporters: ['dot', new PlainSummaryReporter()],
  },
});
