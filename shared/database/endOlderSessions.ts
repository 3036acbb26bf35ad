import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import type { Queryable } from './queryable.ts'

/** A transaction that is under way gets this long to end by itself. */
const FINISH_MS = 10_000
const LOOK_EVERY_MS = 250

/** Names the sessions of migrations, which are not ended. */
export const MIGRATION_NAME = 'vesper-migration'

/**
 * Ends the sessions of a role that were opened before now: a pooler keeps sessions for an hour and more, and they keep the settings that
 * the role had. Idle sessions end at once, the others when their transaction ends, at the latest after 10 s. Pools open new sessions by
 * themselves.
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
