import { defineConfig } from 'vitest/config'
import { LongestFirst } from './e2e/support/sequencer.ts'

export default defineConfig({
  test: {
    include: ['{shared,functions,connector,infra,e2e,bench}/**/*.test.ts'],
    globalSetup: ['e2e/support/globalSetup.ts'],
    pool: 'forks',
    // Files share what they import: reading all of it anew for each would be a quarter of the time.
    isolate: false,
    // Each waits half of its time, for leases, retries and whoever was killed: four of them keep the two cores of a small machine at work.
    maxWorkers: 4,
    sequence: { sequencer: LongestFirst },
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: ['default'],
  },
})
