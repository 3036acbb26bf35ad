import { defineConfig } from 'vitest/config'
import { LongestFirst } from './e2e/support/sequencer.ts'

export default defineConfig({
  test: {
    include: ['{shared,functions,connector,infra,e2e,bench}/**/*.test.ts'],
    globalSetup: ['e2e/support/globalSetup.ts'],
    pool: 'forks',
    // Files share what they import: reading all of it anew for each would be a quarter of the time.
    isolate: false,
    // A gateway is several processes, and waits a good part of its time; more at once would fight for the two cores of a small machine.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: ['default'],
  },
})
