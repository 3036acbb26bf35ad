import { defineConfig } from 'vitest/config'
import { measureSlowness } from './e2e/support/measureSlowness.ts'
import { LongestFirst } from './e2e/support/sequencer.ts'

const slowness = await measureSlowness()

export default defineConfig({
  test: {
    include: ['{shared,functions,connector,infra,local,sandbox,cli,chaos,bench,e2e,scripts}/**/*.test.ts'],
    globalSetup: ['e2e/support/globalSetup.ts'],
    pool: 'forks',
    // Files share what they import: reading all of it anew for each would be a quarter of the time.
    isolate: false,
    // Each waits half of its time, for leases, retries and whoever was killed: four of them keep the two cores of a small machine at work.
    maxWorkers: 4,
    sequence: { sequencer: LongestFirst },
    // Workers read the factor, and so do processes that tests start.
    env: { VESPER_TEST_SLOWNESS: String(slowness) },
    // These limits end what hangs, and no slow machine reaches them. A test has no limit of its own, and `eventually` gives up earlier.
    testTimeout: 300_000 * slowness,
    hookTimeout: 300_000 * slowness,
    expect: { poll: { timeout: 60_000 * slowness, interval: 20 } },
    reporters: ['default'],
  },
})
