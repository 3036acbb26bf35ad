import { defineConfig } from 'vitest/config'

/** Time-out that ends a hanging test, in ms. The slowest machine stays below this limit. */
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
