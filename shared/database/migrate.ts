import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { sql } from 'drizzle-orm'
import { migrate } from 'drizzle-orm/neon-serverless/migrator'
import type { DatabaseEnvironment } from '#shared/contracts/environment.ts'
import { connectDatabase } from './client.ts'
import { endOlderSessions, MIGRATION_NAME } from './endOlderSessions.ts'
import { isLockTimeout } from './faults.ts'
import { CLIENT_LIMITS, MIGRATION_LIMITS } from './limits.ts'
import { deletePartitionsBeyond, insertPartitions } from './partitions.ts'
import type { Database } from './queryable.ts'
import { setRoleLimits } from './roleLimits.ts'

const migrationsFolder = fileURLToPath(new URL('./migrations', import.meta.url))
const MIGRATION_LOCK = 7_340_051
/** Maximum number of tries. If long transactions use a table, the migration rolls back, waits, and tries again. */
const TRIES = 20
const TRY_AGAIN_MS = 1_000

/**
 * Migrates the database to the schema of this version, deletes the rows of partitions beyond the number, and sets the time-outs of the
 * role. Concurrent migrations wait for each other on an advisory lock of PostgreSQL.
 * @param address a direct address: a pooler in transaction mode keeps neither the session's time-outs nor the advisory lock
 * @param options.partitions the number of partitions of the deployment
 * @param options.role the role of the runtimes; default: the role of the address
 * @throws PartitionsInUse before any change of the schema
 */
export async function migrateDatabase(
  address: DatabaseEnvironment,
  options: { partitions: number; role?: string },
): Promise<void> {
  const role = options.role ?? decodeURIComponent(new URL(address.DATABASE_URL).username)
  await withMigrationLock(address, async (db) => {
    if (await hasPartitions(db)) await deletePartitionsBeyond(db, options.partitions)
    await applyMigrations(db)
    if (await setRoleLimits(db, role)) await endOlderSessions(db, role)
  })
}

/** Inserts the missing rows of partitions. New sessions use them at once, so that their queues must exist. */
export async function addPartitions(address: DatabaseEnvironment, count: number): Promise<void> {
  await withMigrationLock(address, (db) => insertPartitions(db, count))
}

async function withMigrationLock(
  address: DatabaseEnvironment,
  work: (db: Database) => Promise<void>,
): Promise<void> {
  // One connection holds the lock, and the other connection migrates.
  const { db, close } = connectDatabase(address, {
    maxConnections: 2,
    queryTimeoutMs: CLIENT_LIMITS.migration,
    limits: MIGRATION_LIMITS,
    applicationName: MIGRATION_NAME,
    onIdleError: () => undefined,
  })
  try {
    await db.transaction(async (lock) => {
      await lock.execute(
        sql`select set_config('lock_timeout', ${String(MIGRATION_LIMITS.statement_timeout)}, true)`,
      )
      await lock.execute(sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`)
      await work(db)
    })
  } finally {
    await close()
  }
}

/** Tells whether an earlier migration made the tables. */
async function hasPartitions(db: Database): Promise<boolean> {
  const { rows } = await db.execute<{ exists: boolean }>(
    sql`select to_regclass('partitions') is not null and to_regclass('sessions') is not null as exists`,
  )
  return rows[0]?.exists ?? false
}

async function applyMigrations(db: Database): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await migrate(db, { migrationsFolder })
    } catch (error) {
      if (!isLockTimeout(error) || tries >= TRIES) throw error
      await pause(TRY_AGAIN_MS)
    }
  }
}
