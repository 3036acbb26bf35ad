import { type SQL, sql } from 'drizzle-orm'
import type { Queryable } from '#shared/database/index.ts'

/** The disappearing timer of a chat. */
export interface Timer {
  /** Lifetime of new messages, in seconds. */
  seconds: number
  /** WhatsApp's time of the setting, in Unix seconds; null if it is unknown. */
  at: number | null
}

/**
 * Returns a subquery with the timer of a chat, as a JSON object of the form `Timer`. The result is null for a chat whose
 * messages stay. The metadata of a group counts more than the notices in the group.
 */
export function timerColumn(sessionId: SQL, jid: SQL): SQL<Timer | null> {
  return sql<Timer | null>`(
    select jsonb_build_object('seconds', coalesce(g.ephemeral_seconds, c.ephemeral_seconds),
      'at', case when g.ephemeral_seconds is null or g.ephemeral_seconds = c.ephemeral_seconds then c.ephemeral_at end)
    from (select) as chat
    left join groups g on g.session_id = ${sessionId} and g.id = ${jid}
    left join chats c on c.session_id = ${sessionId} and c.jid = ${jid}
    where coalesce(g.ephemeral_seconds, c.ephemeral_seconds) > 0)`
}

/** Finds the timer of a chat. Returns null for a chat whose messages stay. */
export async function findTimer({
  ctx,
  input: { sessionId, jid },
}: {
  ctx: { db: Queryable }
  input: { sessionId: string; jid: string }
}): Promise<Timer | null> {
  const { rows } = await ctx.db.execute<{ timer: Timer | null }>(
    sql`select ${timerColumn(sql`${sessionId}::text`, sql`${jid}::text`)} as timer`,
  )
  return rows[0]?.timer ?? null
}
