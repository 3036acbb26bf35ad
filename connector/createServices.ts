import { readFile } from 'node:fs/promises'
import { localKeyring } from '#shared/crypto/index.ts'
import { connectDatabase } from '#shared/database/index.ts'
import { newId } from '#shared/ids.ts'
import { createLogger } from '#shared/logger.ts'
import { openMediaStore } from '#shared/media/index.ts'
import { createSqsClient } from '#shared/queues/index.ts'
import type { ConnectorConfig } from './config.ts'
import type { ConnectorServices } from './services.ts'

const CONNECTIONS = 10
/** A query may not outlast the lease that it is fenced by. */
const QUERY_TIMEOUT_MS = 8_000

/** Builds what a connector is built on, once a process. */
export async function createConnectorServices(
  config: ConnectorConfig,
): Promise<ConnectorServices & { close(): Promise<void> }> {
  const connectorId = newId('connector')
  const log = createLogger({ level: config.LOG_LEVEL, name: 'connector' }).child({ connectorId })
  const masterKey = Buffer.from(await readFile(config.VESPER_MASTER_KEY_FILE, 'utf8'), 'base64')
  const database = connectDatabase(config, {
    maxConnections: CONNECTIONS,
    queryTimeoutMs: QUERY_TIMEOUT_MS,
    onIdleError: (err) => log.warn({ err }, 'database.connection_lost'),
  })
  const sqs = createSqsClient(config)
  return {
    connectorId,
    config,
    log,
    sqs,
    db: database.db,
    keyring: localKeyring(masterKey),
    media: openMediaStore(config),
    now: () => new Date(),
    async close() {
      await database.close()
      sqs.destroy()
    },
  }
}
