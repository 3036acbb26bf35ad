import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import type { Queryable } from './queryable.ts'

/** Time for which a running transaction may finish, in ms. */
const FINISH_MS = 10_000
const LOOK_EVERY_MS = 250

/** The application name of migrations. `endOlderSessions` does not end their sessions. */
export const MIGRATION_NAME = 'vesper-migration'

/**
 * Ends all older database sessions of a role. A pooler keeps sessions for an hour or longer, with the former settings of the role.
 * Idle sessions end at once. Other sessions end after their transaction, or after 10 s. Pools open new sessions by themselves.
 */
export async function endOlderSessions(db: Queryable, role: string): Promise<void> {
  const { rows } = await db.execute<{ now: string }>(sql`select now()::text as now`)
  const before = rows[0]?.now ?? ''
  const end = Date.now() + FINISH_MS
  for (;;) {
    const isLast = Date.now() >= end
    const { rows: left } = await db.execute<{ isEnded: boolean | null }>(sql`
      select case when state = 'idle' or ${isLast} then pg_terminate_backend(pid) end as "isEnded" from pg_stat_activity
      where datname = current_database() and usename = ${role} and backend_type = 'client backend'
        and backend_start < ${before}::timestamptz and pid <> pg_backend_pid() and application_name <> ${MIGRATION_NAME}`)
    if (isLast || left.length === 0) return
    await pause(LOOK_EVERY_MS)
  }
}
