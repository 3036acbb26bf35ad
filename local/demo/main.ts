import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { localEnvironment } from '../config.ts'
import { startGateway } from '../gateway.ts'
import { runDemo } from './demo.ts'

/** Runs the demo on a gateway of its own, and deletes its data. Exits with 1 if a step fails. */
const folder = await mkdtemp(path.join(tmpdir(), 'vesper-demo-'))
const say = (line: string) => process.stdout.write(`${line}\n`)
let failed = false
try {
  say('Starting a gateway with a sandboxed WhatsApp …')
  const config = {
    VESPER_DATA_DIR: folder,
    PORT: '0',
    VESPER_SANDBOX_PORT: '0',
    LOG_LEVEL: 'error',
    // The demo polls more often than users do.
    VESPER_RATE_LIMIT: '10000',
  }
  const gateway = await startGateway(localEnvironment.parse(config))
  try {
    await runDemo(gateway.info, say)
  } finally {
    await gateway.stop()
  }
  say('\nThe demo succeeded.')
} catch (error) {
  failed = true
  process.stderr.write(`\nThe demo failed: ${error instanceof Error ? error.message : String(error)}\n`)
} finally {
  await rm(folder, { recursive: true, force: true })
}
process.exit(failed ? 1 : 0)
