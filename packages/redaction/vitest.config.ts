import {defineConfig} from 'vitest/config';

export default defineConfig({
  test: {
    name: 'redaction',
    include: ['test/**/*.test.ts'],
    // A machine that does other things as well must not fail a test: nothing here waits for time to pass.
    testTimeout: 30_000,
  },
});
