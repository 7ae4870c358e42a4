import {defineConfig} from 'vitest/config';

export default defineConfig({
  test: {
    name: 'chart',
    include: ['test/**/*.test.ts'],
    // Unpacks helm once, which takes longer than a test may.
    globalSetup: ['test/unpack-tools.ts'],
    // A test waits for processes that share the machine with others.
    testTimeout: 30_000,
  },
});
