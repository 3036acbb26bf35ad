import type { SQSClient } from '@aws-sdk/client-sqs'
import type { Keyring } from '#shared/crypto/index.ts'
import type { Database } from '#shared/database/index.ts'
import type { Outbox } from '#shared/domain/context.ts'
import type { Logger } from '#shared/logger.ts'
import type { MediaStore } from '#shared/media/index.ts'
import type { EventQueue } from '#shared/queues/index.ts'
import type { BatchedQueries } from './batchedQueries.ts'
import type { ConnectorConfig } from './config.ts'
import type { ConnectLimiter } from './connectLimiter.ts'
import type { ConnectorMetrics } from './metrics.ts'
import type { Preparations } from './preparations.ts'

/** What a connector is built on. */
export interface ConnectorServices {
  connectorId: string
  config: ConnectorConfig
  db: Database
  /** Over a connection of its own: a lease is renewed in time however many wait for another. Its transactions have lower time-outs. */
  leaseDb: Pick<Database, 'transaction' | 'execute'>
  sqs: SQSClient
  events: EventQueue
  outbox: Outbox
  batchedQueries: BatchedQueries
  connectLimiter: ConnectLimiter
  preparations: Preparations
  metrics: ConnectorMetrics
  keyring: Keyring
  media: MediaStore
  log: Logger
  now(): Date
}
