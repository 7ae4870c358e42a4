import {defineConfig} from 'vitest/config';

export default defineConfig({test: {name: 'firefly-sink', include: ['test/**/*.test.ts']}});
