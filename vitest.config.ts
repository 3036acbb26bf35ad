import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{shared,functions,connector,infra,e2e,bench}/**/*.test.ts'],
    globalSetup: ['e2e/support/globalSetup.ts'],
    pool: 'forks',
    // A gateway is several processes; more at once would fight for the two cores of a small machine.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: ['default'],
  },
})
