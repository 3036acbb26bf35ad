import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'
import { buildProcesses } from '#infra/build/index.ts'
import { startDatabase } from '#local/database/index.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A PostgreSQL server for all test files. Each file creates a database from the migrated template `vesper`. */
    database: { DATABASE_URL: string; VESPER_DATABASE_PROXY: string }
    /** The built file of `npm start`. */
    gatewayMain: string
    /** The folder for the data of gateways, which is removed after the last test. */
    folder: string
  }
}

/** Starts one PostgreSQL server for the run, and builds the code of child processes once. */
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
