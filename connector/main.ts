import { createLogger } from '#shared/logger.ts'
import { logMetrics } from '#shared/metrics.ts'
import { readConnectorConfig } from './config.ts'
import { Connector } from './connector.ts'
import { createConnectorServices } from './createServices.ts'
import { serveHealth } from './healthServer.ts'
import { startHeartbeat } from './heartbeat.ts'
import { useKeyObjects } from './keyObjects.ts'
import { watchSweeps } from './watchSweeps.ts'
import { silenceConsole, trustRootKey } from './whatsapp/index.ts'

/** CloudWatch's resolution. */
const REPORT_EVERY_MS = 60_000

// Node prints places in the built file. The logger writes the places in our sources.
process.on('uncaughtExceptionMonitor', (err) =>
  createLogger({ level: 'fatal', name: 'connector', isSync: true }).fatal({ err }, 'connector.crashed'),
)
useKeyObjects()
const config = await readConnectorConfig()
const services = await createConnectorServices(config)
await services.checkLimits()
silenceConsole(services.log)
if (config.VESPER_WHATSAPP_ROOT_KEY) trustRootKey(config.VESPER_WHATSAPP_ROOT_KEY)

const connector = new Connector(services)
if (config.VESPER_HEALTH_PORT !== undefined) {
  const health = { isReady: () => connector.isReady, metrics: () => services.metrics.text() }
  const { port } = await serveHealth(health, config.VESPER_HEALTH_PORT)
  services.log.info({ port }, 'health.served')
}
if (config.VESPER_METRICS_NAMESPACE !== undefined) {
  const metrics = logMetrics(services.log, services.now, config.VESPER_METRICS_NAMESPACE)
  setInterval(() => services.metrics.report(metrics), REPORT_EVERY_MS).unref()
}
let stopping = false

/** Stops gracefully: the partitions are handed over before the process ends. */
async function stop(why: string): Promise<void> {
  if (stopping) return
  stopping = true
  services.log.info({ why }, 'connector.stopping')
  try {
    await connector.stop()
    await services.close()
    process.exit(0)
  } catch (err) {
    // The leases expire by themselves. Accepted messages do not depend on a graceful stop.
    services.log.error({ err }, 'connector.stop_failed')
    process.exit(1)
  }
}

process.on('SIGTERM', () => void stop('SIGTERM'))
process.on('SIGINT', () => void stop('SIGINT'))
// The parent process died, and the database with it, so that no command can be finished.
process.on('disconnect', () => process.exit(1))

await connector.start()
watchSweeps(services)
// ECS stops an earlier connector when this one is healthy. The fleet must know this connector by then.
if (config.VESPER_ALIVE_FILE) await startHeartbeat(config.VESPER_ALIVE_FILE)
services.log.info('connector.started')
process.send?.('started')
