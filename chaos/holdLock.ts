import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import type { Database } from '#shared/database/index.ts'

/** Rows that others wait for: the account's usage, a partition, the newest messages, a session. */
const TARGETS = [
  sql`select 1 from usage_counters for update`,
  sql`select 1 from partitions order by random() limit 1 for update`,
  sql`select 1 from messages order by created_at desc limit 20 for update`,
  sql`select 1 from sessions order by random() limit 1 for update`,
]

/**
 * Locks rows of one kind for a time, without a change.
 * @param aim selects the kind: 0 to below 1
 * @param forMs the time in ms
 */
export async function holdLock(db: Database, aim: number, forMs: number): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.execute(sql`set local idle_in_transaction_session_timeout = 0`)
    await tx.execute(TARGETS[Math.floor(aim * TARGETS.length)] ?? sql`select 1`)
    await pause(forMs)
  })
}
