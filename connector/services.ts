import type { Keyring } from '#shared/crypto/index.ts'
import type { Database } from '#shared/database/index.ts'
import type { Outbox } from '#shared/domain/context.ts'
import type { Logger } from '#shared/logger.ts'
import type { MediaStore } from '#shared/media/index.ts'
import type { EventQueue, SqsClient } from '#shared/queues/index.ts'
import type { BatchedQueries } from './batchedQueries.ts'
import type { ClientVersions } from './clientVersions.ts'
import type { ConnectorConfig } from './config.ts'
import type { ConnectLimiter } from './connectLimiter.ts'
import type { Downloads } from './downloads.ts'
import type { ConnectorMetrics } from './metrics.ts'
import type { Preparations } from './preparations.ts'

/** Services of a connector. */
export interface ConnectorServices {
  connectorId: string
  /** The version of the code and of the configuration; null if unknown. */
  release: string | null
  config: ConnectorConfig
  db: Database
  /**
   * Database with connections of its own, so that renewals never wait for other queries. Transactions on leases have lower time-outs.
   */
  leaseDb: Pick<Database, 'transaction' | 'execute'>
  /** The database session that shows other connectors that this process lives; null without a direct address. */
  lifeline: Pick<Database, 'execute'> | null
  sqs: SqsClient
  events: EventQueue
  outbox: Outbox
  batchedQueries: BatchedQueries
  connectLimiter: ConnectLimiter
  clientVersions: ClientVersions
  preparations: Preparations
  downloads: Downloads
  metrics: ConnectorMetrics
  keyring: Keyring
  media: MediaStore
  log: Logger
  now(): Date
}
