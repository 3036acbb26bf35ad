import { type SQL, sql } from 'drizzle-orm'
import type { ValueOf } from './statement.ts'

/** The value of `limitLockWait`. */
export interface LockWait {
  lockWait: string | null
}

/**
 * Returns a condition that is always true, and limits the waits of its statement for row locks. PostgreSQL evaluates the condition once,
 * before the rows that the condition selects. The statement thus needs no transaction for a limit of its own.
 */
export function limitLockWait(value: ValueOf<LockWait>): SQL {
  return sql`(select set_config('lock_timeout', coalesce(${value('lockWait')}::text, current_setting('lock_timeout')), true)) is not null`
}

/**
 * Returns the value of `limitLockWait`.
 * @param ms limit in ms; undefined keeps the limit of the role
 */
export function lockWaitOf(ms: number | undefined): LockWait {
  return { lockWait: ms === undefined ? null : String(ms) }
}
