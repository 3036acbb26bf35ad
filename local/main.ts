import { readLocalConfig } from './config.ts'
import { startGateway } from './gateway.ts'
import { quickStart, whyNot } from './quickStart.ts'
import { printQrCodes } from './terminalQr.ts'

const startedAt = performance.now()
const config = readLocalConfig()
const gateway = await startGateway(config).catch((error: unknown) => {
  process.stderr.write(`\nVesper could not start: ${whyNot(error)}\n`)
  process.exit(1)
})
process.stdout.write(quickStart(gateway.info, config, (performance.now() - startedAt) / 1000))
// The sandbox's phones need no picture to look at.
if (config.VESPER_WHATSAPP === 'live') printQrCodes(gateway.services.db, (text) => process.stdout.write(text))

let stopping = false
async function stop(): Promise<void> {
  if (stopping) return
  stopping = true
  process.stdout.write('\nStopping; everything is kept.\n')
  await gateway.stop()
  process.exit(0)
}
process.on('SIGINT', () => void stop())
process.on('SIGTERM', () => void stop())
