import { bigint, integer, pgTable, text } from 'drizzle-orm/pg-core'
import { instant } from './columns.ts'

/**
 * A partition of the sessions and the lease on it. `epoch` grows by one whenever the owner changes; every write of a
 * connector names the epoch under which it leased, so that one that was declared dead can write nothing any more.
 */
export const partitions = pgTable('partitions', {
  id: integer('id').primaryKey(),
  owner: text('owner'),
  epoch: bigint('epoch', { mode: 'number' }).notNull().default(0),
  expiresAt: instant('expires_at'),
})

/** A connector that is alive says so here every few seconds; the fair share of partitions counts these rows. */
export const connectors = pgTable('connectors', {
  id: text('id').primaryKey(),
  sessions: integer('sessions').notNull().default(0),
  partitions: integer('partitions').notNull().default(0),
  /** How many sessions it is made for. */
  capacity: integer('capacity').notNull().default(0),
  memoryBytes: bigint('memory_bytes', { mode: 'number' }).notNull().default(0),
  startedAt: instant('started_at').notNull().defaultNow(),
  heartbeatAt: instant('heartbeat_at').notNull().defaultNow(),
})
