import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { startDatabase } from '#infra/local/database/database.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A PostgreSQL for all test files; each makes a database of its own in it, from the migrated `vesper`. */
    database: { DATABASE_URL: string; VESPER_DATABASE_PROXY: string }
  }
}

/** One real PostgreSQL a run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'vesper-test-'))
  const database = await startDatabase({ folder, partitions: 4, unsafe: true })
  project.provide('database', database.environment)
  return async () => {
    await database.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
