import { sql } from 'drizzle-orm'
import type { Context } from '../context.ts'
import { ERASED_COLUMNS, eraseMessages } from './erase.ts'

const BATCH = 5_000

/** Deletes messages that are older than they are kept, with what is left of them elsewhere; not those that are still to be sent.
 * Answers how many. */
export async function pruneMessages({
  ctx,
}: {
  ctx: Pick<Context, 'db' | 'now' | 'settings'>
}): Promise<number> {
  const now = ctx.now()
  const before = new Date(now.getTime() - ctx.settings.keepMessagesMs).toISOString()
  const { rows } = await ctx.db.execute<{ count: number }>(sql`
    with gone as (
      delete from messages m where (m.session_id, m.id, m.sender) in (
        select session_id, id, sender from messages
        where created_at < ${before}::timestamptz and status <> 'PENDING' limit ${BATCH})
      returning ${ERASED_COLUMNS}
    ),
    ${eraseMessages(sql`gone`, now)}
    select count(*)::int as count from gone`)
  return rows[0]?.count ?? 0
}
