import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { TestProject } from 'vitest/node'
import { startDatabase } from '#infra/local/database/database.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A PostgreSQL for all test files; each makes a database of its own in it, from the migrated `vesper`. */
    database: { DATABASE_URL: string; VESPER_DATABASE_PROXY: string }
  }
}

/** One real PostgreSQL a run, and one reading of the connector's source: to read it anew costs each of many starts a second. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'vesper-test-'))
  process.env.VESPER_CONNECTOR_MAIN = await buildConnector()
  const database = await startDatabase({ folder, partitions: 4, unsafe: true })
  project.provide('database', database.environment)
  return async () => {
    await database.stop()
    await rm(folder, { recursive: true, force: true })
    await rm(process.env.VESPER_CONNECTOR_MAIN ?? '', { force: true })
  }
}

/** Below node_modules, so that it finds what it imports from there. */
async function buildConnector(): Promise<string> {
  const project = fileURLToPath(new URL('../..', import.meta.url))
  const outfile = path.join(project, 'node_modules', '.cache', `vesper-connector-${process.pid}.mjs`)
  await build({
    absWorkingDir: project,
    entryPoints: ['connector/main.ts'],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: 'inline',
    logLevel: 'warning',
  })
  return outfile
}
