import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { measureSlowness } from '../e2e/support/measureSlowness.ts'

const slowness = await measureSlowness()

export default defineConfig({
  test: {
    root: fileURLToPath(new URL('..', import.meta.url)),
    include: ['interop/**/*.test.ts'],
    globalSetup: ['e2e/support/globalSetup.ts', 'interop/globalSetup.ts'],
    setupFiles: ['e2e/support/setup.ts'],
    pool: 'forks',
    isolate: false,
    maxWorkers: 2,
    env: { VESPER_TEST_SLOWNESS: String(slowness) },
    // These limits end hanging tests. The whatsmeow client runs for a minute in a hook, and schemathesis for minutes in a test.
    testTimeout: 900_000 * slowness,
    hookTimeout: 600_000 * slowness,
    reporters: ['default'],
  },
})
