import { sql } from 'drizzle-orm'
import { messages } from '#shared/database/index.ts'
import type { Context } from '../context.ts'

const BATCH = 5_000

/** Deletes messages that are older than they are kept; not those that are still to be sent. Answers how many. */
export async function pruneMessages({
  ctx,
}: {
  ctx: Pick<Context, 'db' | 'now' | 'settings'>
}): Promise<number> {
  const before = new Date(ctx.now().getTime() - ctx.settings.keepMessagesMs).toISOString()
  const { rowCount } = await ctx.db.execute(sql`
    delete from ${messages} where (session_id, id, sender) in (
      select session_id, id, sender from ${messages}
      where created_at < ${before}::timestamptz and status <> 'PENDING' limit ${BATCH})`)
  return rowCount ?? 0
}
