import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startDatabase } from '#local/database/index.ts'
import { readChaosConfig } from './config.ts'
import { table } from './report.ts'
import { runChaos } from './run.ts'

/** Injects faults into a gateway of its own, and exits with 1 if a message was lost. Removes all files of the run. */
const PARTITIONS = 16
const config = readChaosConfig()
const interrupted = new AbortController()
process.on('SIGINT', () => interrupted.abort())
process.on('SIGTERM', () => interrupted.abort())

const folder = await mkdtemp(path.join(tmpdir(), 'vesper-chaos-'))
let failed = true
try {
  const database = await startDatabase({ folder, partitions: PARTITIONS, unsafe: true })
  try {
    const report = await runChaos(
      {
        seed: config.seed,
        seconds: config.seconds,
        connectors: config.VESPER_CONNECTORS,
        sessions: config.sessions,
        rates: { sends: config.sends, phones: config.phones },
        leaseSeconds: config.VESPER_LEASE_SECONDS,
        ...(config.only && { only: config.only }),
        logLevel: config.LOG_LEVEL,
        folder,
        database: database.environment,
      },
      interrupted.signal,
      (line) => process.stderr.write(`${line}\n`),
    )
    process.stdout.write(config.json ? `${JSON.stringify(report)}\n` : table(report))
    failed = report.losses.length > 0
  } finally {
    await database.stop()
  }
} catch (error) {
  process.stderr.write(`The run failed: ${error instanceof Error ? error.message : String(error)}\n`)
} finally {
  await rm(folder, { recursive: true, force: true })
}
process.exit(failed ? 1 : 0)
