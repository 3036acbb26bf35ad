import { openKeyring } from '#shared/crypto/index.ts'
import {
  CLIENT_LIMITS,
  connectDatabase,
  type DatabaseConnection,
  directAddress,
  isPooled,
  leaseLimits,
} from '#shared/database/index.ts'
import { lifelineNameOf, sessionNameOf } from '#shared/domain/fleet/index.ts'
import { newId } from '#shared/ids.ts'
import { createLogger } from '#shared/logger.ts'
import { openMediaStore } from '#shared/media/index.ts'
import { createEventQueue, SqsClient } from '#shared/queues/index.ts'
import { BatchedQueries } from './batchedQueries.ts'
import { ClientVersions } from './clientVersions.ts'
import type { ConnectorConfig } from './config.ts'
import { ConnectLimiter } from './connectLimiter.ts'
import { Downloads } from './downloads.ts'
import { readRelease } from './fleet/readRelease.ts'
import { ConnectorMetrics } from './metrics.ts'
import { OutboxPublisher } from './outboxPublisher.ts'
import { Preparations } from './preparations.ts'
import type { ConnectorServices } from './services.ts'

const CONNECTIONS = 10
/** One connection for renewals, which must not wait, and one for the other statements of a round. */
const LEASE_CONNECTIONS = 2
/**
 * A query may wait long for a connection when many sessions are busy. A failure would close their sockets, and each reconnect
 * adds more queries.
 */
const TURN_WITHIN_MS = 20_000

/** Creates the services of a connector, once per process. */
export async function createConnectorServices(
  config: ConnectorConfig,
): Promise<ConnectorServices & Pick<DatabaseConnection, 'checkLimits' | 'close'>> {
  const connectorId = newId('connector')
  const log = createLogger({ level: config.LOG_LEVEL, name: 'connector' }).child({ connectorId })
  const database = connectDatabase(config, {
    maxConnections: CONNECTIONS,
    queryTimeoutMs: CLIENT_LIMITS.connector,
    limits: 'role',
    applicationName: sessionNameOf(connectorId, process.pid),
    turnWithinMs: TURN_WITHIN_MS,
    onIdleError: (err) => log.warn({ err }, 'database.connection_lost'),
  })
  const forLeases = leaseLimits(config.VESPER_LEASE_SECONDS * 1_000)
  const leases = connectDatabase(config, {
    maxConnections: LEASE_CONNECTIONS,
    queryTimeoutMs: forLeases.client,
    limits: 'role',
    transactionLimits: forLeases.server,
    applicationName: sessionNameOf(connectorId, process.pid),
    onIdleError: (err) => log.warn({ err }, 'database.connection_lost'),
  })
  const lifeline = openLifeline(config, connectorId)
  const sqs = new SqsClient(config)
  const core = { db: database.db, events: createEventQueue(sqs, config, log), log, now: () => new Date() }
  const outbox = new OutboxPublisher(core)
  const preparations = new Preparations({ ...core, connectorId })
  return {
    ...core,
    outbox,
    preparations,
    downloads: new Downloads(),
    batchedQueries: new BatchedQueries({ ...core, outbox }),
    metrics: new ConnectorMetrics(),
    connectLimiter: new ConnectLimiter(config.VESPER_CONNECTS_PER_SECOND),
    clientVersions: new ClientVersions({ ...core, config }),
    leaseDb: leases.db,
    lifeline: lifeline?.db ?? null,
    connectorId,
    release: await readRelease(config, log),
    config,
    sqs,
    keyring: await openKeyring(config),
    media: openMediaStore(config),
    checkLimits: database.checkLimits,
    async close() {
      await preparations.close()
      await outbox.close()
      await Promise.all([database.close(), leases.close(), lifeline?.close()])
      sqs.destroy()
    },
  }
}

/**
 * Opens the lifeline of a connector. Returns null if only a pooler's address is known, because a pooler keeps the session of a dead
 * process.
 */
function openLifeline(config: ConnectorConfig, connectorId: string): DatabaseConnection | null {
  if (isPooled(config.DATABASE_URL_DIRECT ?? config.DATABASE_URL)) return null
  return connectDatabase(directAddress(config), {
    maxConnections: 1,
    // A time-out closes the connection. A slow database must not end the lifeline before the leases end.
    queryTimeoutMs: CLIENT_LIMITS.connector,
    limits: 'none',
    applicationName: lifelineNameOf(connectorId),
    // The next look opens the connection again, or logs the fault.
    onIdleError: () => undefined,
  })
}
