import { fileURLToPath } from 'node:url'
import { sql } from 'drizzle-orm'
import { migrate } from 'drizzle-orm/neon-serverless/migrator'
import type { Database } from './client.ts'
import { partitions } from './schema/index.ts'

const migrationsFolder = fileURLToPath(new URL('./migrations', import.meta.url))
const MIGRATION_LOCK = 7_340_051

/**
 * Brings the database to this version's schema and sees to the rows of its partitions. Several at once wait for each
 * other, on an advisory lock of PostgreSQL's.
 */
export async function migrateDatabase(db: Database, partitionCount: number): Promise<void> {
  await db.transaction(async (lock) => {
    await lock.execute(sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`)
    await migrate(db, { migrationsFolder })
    await db
      .insert(partitions)
      .values(Array.from({ length: partitionCount }, (_, id) => ({ id })))
      .onConflictDoNothing()
  })
}
