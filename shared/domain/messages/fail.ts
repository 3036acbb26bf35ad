import { type SQL, sql } from 'drizzle-orm'
import type { Queryable } from '#shared/database/index.ts'
import { emitFrom } from '../events/index.ts'

/** Ends messages of ours FAILED, and tells of it. Answers which.
 * @param which a condition on messages
 * @param error an expression for the reason of each */
export async function fail(
  db: Queryable,
  which: SQL,
  error: SQL,
  now: Date,
): Promise<{ sessionId: string; id: string }[]> {
  const { rows } = await db.execute<{ sessionId: string; id: string }>(sql`
    with failed as (
      update messages set status = 'FAILED', error = ${error} where ${which}
      returning session_id, app_id, remote_jid, id, error
    ),
    facts as (
      select session_id, app_id, remote_jid, 'message.failed' as type,
        jsonb_build_object('id', id, 'session', session_id, 'remoteJid', remote_jid, 'reason', error) as data
      from failed
    ),
    told as (${emitFrom(sql`facts`, now)})
    select session_id as "sessionId", id from failed`)
  return rows
}
