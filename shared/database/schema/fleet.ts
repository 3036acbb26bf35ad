import { sql } from 'drizzle-orm'
import { bigint, boolean, check, integer, pgTable, text } from 'drizzle-orm/pg-core'
import { instant } from './columns.ts'

/**
 * Partitions of the sessions, and their leases. Each change of the owner increments `epoch`. Every write of a connector names the
 * epoch of its lease, so that a connector without a lease cannot write.
 */
export const partitions = pgTable('partitions', {
  id: integer('id').primaryKey(),
  owner: text('owner'),
  epoch: bigint('epoch', { mode: 'number' }).notNull().default(0),
  /** End of the lease. Without an owner, the time of the release. */
  expiresAt: instant('expires_at'),
})

/** Connectors. A live connector updates its row every few seconds. The number of live rows determines the fair share of partitions. */
export const connectors = pgTable('connectors', {
  id: text('id').primaryKey(),
  sessions: integer('sessions').notNull().default(0),
  partitions: integer('partitions').notNull().default(0),
  /** Maximum number of sessions. */
  capacity: integer('capacity').notNull().default(0),
  memoryBytes: bigint('memory_bytes', { mode: 'number' }).notNull().default(0),
  /** The version of the code and of the configuration, such as `VesperTask:12`. Null if the connector does not know it. */
  release: text('release'),
  /** True while the connector stops: it takes no more leases, and releases its own. */
  isLeaving: boolean('is_leaving').notNull().default(false),
  startedAt: instant('started_at').notNull().defaultNow(),
  heartbeatAt: instant('heartbeat_at').notNull().defaultNow(),
})

/**
 * The sleep of the gateway: one row. The sweeper writes the row, and the API reads it. A gateway without sessions needs no connector, and
 * without other work no sweeps either.
 */
export const sleep = pgTable(
  'sleep',
  {
    id: integer('id').primaryKey().default(1),
    /** Time of the last sweep that has begun. */
    sweptAt: instant('swept_at'),
    /** Time since which no session exists. */
    unusedSince: instant('unused_since'),
    /** Time since which no connector should run. The creation of a session starts the connectors again. */
    parkedSince: instant('parked_since'),
    /** Time since which no work waits for the sweeper. A change by the API starts the sweeps again. */
    asleepSince: instant('asleep_since'),
  },
  ({ id }) => [check('sleep_single', sql`${id} = 1`)],
)
