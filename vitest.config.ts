import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{lib,bin,bench,app,components,viewers}/**/*.test.{ts,tsx}', '*.test.ts'],
    globalSetup: ['bin/testing/vitest-setup.ts'],
    // Databases, servers and native picture code want processes of their own; more than two at a time
    // starve each other on a small machine and turn waiting into failing.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    bail: 0,
  },
});
