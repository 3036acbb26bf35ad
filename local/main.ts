import { createLogger } from '#shared/logger.ts'
import { readLocalConfig } from './config.ts'
import { startGateway } from './gateway.ts'
import { quickStart, whyNot } from './quickStart.ts'
import { printQrCodes } from './terminalQr.ts'

const startedAt = performance.now()
// Node prints places in the built file. The logger writes the places in our sources.
process.on('uncaughtExceptionMonitor', (err) =>
  createLogger({ level: 'fatal', name: 'gateway', isSync: true }).fatal({ err }, 'gateway.crashed'),
)
const config = readLocalConfig()
const gateway = await startGateway(config).catch((error: unknown) => {
  process.stderr.write(`\nVesper could not start: ${whyNot(error)}\n`)
  process.exit(1)
})
process.stdout.write(quickStart(gateway.info, config, (performance.now() - startedAt) / 1000))
// A phone of the sandbox needs no QR code in the terminal.
if (config.VESPER_WHATSAPP === 'live') printQrCodes(gateway.services.db, (text) => process.stdout.write(text))

let stopping = false
async function stop(): Promise<void> {
  if (stopping) return
  stopping = true
  process.stdout.write('\nStopping. The data folder keeps all data.\n')
  await gateway.stop()
  process.exit(0)
}
process.on('SIGINT', () => void stop())
process.on('SIGTERM', () => void stop())
