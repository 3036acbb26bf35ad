import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { sql } from 'drizzle-orm'
import { migrate } from 'drizzle-orm/neon-serverless/migrator'
import type { DatabaseEnvironment } from '#shared/contracts/environment.ts'
import { connectDatabase } from './client.ts'
import { endOlderSessions, MIGRATION_NAME } from './endOlderSessions.ts'
import { isLockTimeout } from './faults.ts'
import { CLIENT_LIMITS, MIGRATION_LIMITS } from './limits.ts'
import type { Database } from './queryable.ts'
import { setRoleLimits } from './roleLimits.ts'
import { partitions } from './schema/index.ts'

const migrationsFolder = fileURLToPath(new URL('./migrations', import.meta.url))
const MIGRATION_LOCK = 7_340_051
/** A table that is in use by long transactions: the migration rolls back, lets them pass, and tries again, so often. */
const TRIES = 20
const TRY_AGAIN_MS = 1_000

/**
 * Brings the database to this version's schema, sets the role's time-outs, and sees to the rows of the partitions. Several migrations at
 * once wait for each other, on an advisory lock of PostgreSQL's.
 * @param address a direct one: a pooler in transaction mode keeps neither the session's own time-outs nor the lock's session
 * @param options.role the role that the runtimes connect as; default: the role of the address
 */
export async function migrateDatabase(
  address: DatabaseEnvironment,
  options: { partitions: number; role?: string },
): Promise<void> {
  const role = options.role ?? decodeURIComponent(new URL(address.DATABASE_URL).username)
  // One connection holds the lock, the other migrates.
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
      await applyMigrations(db)
      await db
        .insert(partitions)
        .values(Array.from({ length: options.partitions }, (_, id) => ({ id })))
        .onConflictDoNothing()
      if (await setRoleLimits(db, role)) await endOlderSessions(db, role)
    })
  } finally {
    await close()
  }
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
