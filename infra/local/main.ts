import { readLocalConfig } from './config.ts'
import { startGateway } from './gateway.ts'
import { quickStart } from './quickStart.ts'

const startedAt = performance.now()
const config = readLocalConfig()
const gateway = await startGateway(config)
process.stdout.write(quickStart(gateway.info, config, (performance.now() - startedAt) / 1000))

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
