import { defineConfig } from 'vitest/config'

/** Ends a test that hangs. No slow machine reaches this limit. */
const HANGS_AFTER_MS = 600_000

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    pool: 'forks',
    isolate: false,
    maxWorkers: 2,
    testTimeout: HANGS_AFTER_MS,
    hookTimeout: HANGS_AFTER_MS,
    reporters: ['default'],
  },
})
