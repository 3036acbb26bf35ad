import { defineConfig } from 'vitest/config'
import { measureSlowness } from './e2e/support/measureSlowness.ts'
import { LongestFirst } from './e2e/support/sequencer.ts'

const slowness = await measureSlowness()

export default defineConfig({
  test: {
    include: [
      '{shared,functions,connector,infra,local,sandbox,cli,chaos,bench,e2e,scripts,packages}/**/*.test.ts',
    ],
    globalSetup: ['e2e/support/globalSetup.ts'],
    setupFiles: ['e2e/support/setup.ts'],
    pool: 'forks',
    // Files share their imports, because loading these for each file would take a quarter of the time.
    isolate: false,
    // A worker waits half of its time, for leases, retries and restarts. Four workers keep the two cores of a small machine busy.
    maxWorkers: 4,
    sequence: { sequencer: LongestFirst },
    // Workers and the processes that tests start read the factor.
    env: { VESPER_TEST_SLOWNESS: String(slowness) },
    // These limits end a test that hangs, and no slow machine reaches them. No test has its own limit, and `eventually` gives up earlier.
    testTimeout: 300_000 * slowness,
    hookTimeout: 300_000 * slowness,
    expect: { poll: { timeout: 60_000 * slowness, interval: 20 } },
    reporters: ['default'],
  },
})
