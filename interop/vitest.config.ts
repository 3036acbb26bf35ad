import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    root: fileURLToPath(new URL('..', import.meta.url)),
    include: ['interop/**/*.test.ts'],
    globalSetup: ['e2e/support/globalSetup.ts', 'interop/globalSetup.ts'],
    pool: 'forks',
    isolate: false,
    maxWorkers: 2,
    testTimeout: 900_000,
    hookTimeout: 300_000,
    reporters: ['default'],
  },
})
