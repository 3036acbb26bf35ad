import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'
import { startDatabase } from '#local/database/index.ts'
import { buildProcesses } from './processes.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A PostgreSQL for all test files; each makes a database of its own in it, from the migrated `vesper`. */
    database: { DATABASE_URL: string; VESPER_DATABASE_PROXY: string }
    /** The file that `npm start` runs, built. */
    gatewayMain: string
    /** For the data of gateways. It is removed behind the last test. */
    folder: string
  }
}

/** One real PostgreSQL a run, and one reading of the source of what runs in processes of its own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'vesper-test-'))
  const built = fileURLToPath(new URL(`../../node_modules/.cache/vesper-${process.pid}`, import.meta.url))
  const [processes, database] = await Promise.all([
    buildProcesses(built),
    startDatabase({ folder, partitions: 4, unsafe: true }),
  ])
  process.env.VESPER_CONNECTOR_MAIN = processes.connector
  project.provide('gatewayMain', processes.gateway)
  project.provide('database', database.environment)
  project.provide('folder', folder)
  return async () => {
    await database.stop()
    await rm(folder, { recursive: true, force: true })
    await rm(built, { recursive: true, force: true })
  }
}
