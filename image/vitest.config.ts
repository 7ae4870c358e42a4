import {defineConfig} from 'vitest/config';

export default defineConfig({
  test: {
    name: 'image',
    include: ['test/**/*.test.ts'],
    // A test waits for processes that share the machine with others.
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
