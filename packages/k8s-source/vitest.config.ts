import {defineConfig} from 'vitest/config';

export default defineConfig({test: {name: 'k8s-source', include: ['test/**/*.test.ts']}});
