import { type SQL, sql } from 'drizzle-orm'
import { arrayParam, type Queryable } from '#shared/database/index.ts'

/** Key of a pending message. */
export interface PendingKey {
  [column: string]: unknown
  sessionId: string
  id: string
  sender: string
}

interface Looked {
  [column: string]: unknown
  count: number
  last: { pendingUntil: string; seq: string } | null
  found: PendingKey[]
}

/**
 * Creates a reader that pages through the pending messages of all sessions, the earliest deadline first. No index
 * covers the pending messages of one session. Each page therefore has a fixed size, and the condition filters the page.
 * @param which a condition on messages, which filters each page
 * @param among a condition on `pending_until`, which ends the pages early
 * @returns a function that reads the next page of `size` messages; `looked` is smaller than `size` on the last page
 */
export function pendingPages(
  which: SQL,
  among: SQL = sql`true`,
): (db: Queryable, size: number) => Promise<{ found: PendingKey[]; looked: number }> {
  let last: Looked['last'] = null
  return async (db, size) => {
    const behind = last
      ? sql`and (pending_until, seq) > (${last.pendingUntil}::text::timestamptz, ${last.seq}::text::bigint)`
      : sql``
    const { rows } = await db.execute<Looked>(sql`
      with page as materialized (
        select session_id, id, sender, seq, pending_until, (${which}) as fits from messages
        where pending_until is not null and status = 'PENDING' and ${among} ${behind}
        order by pending_until, seq limit ${size}
      )
      select (select count(*)::int from page) as count,
        (select jsonb_build_object('pendingUntil', pending_until::text, 'seq', seq::text) from page
          order by pending_until desc, seq desc limit 1) as last,
        (select coalesce(jsonb_agg(jsonb_build_object('sessionId', session_id, 'id', id, 'sender', sender)
          order by pending_until, seq), '[]') from page where fits) as found`)
    const [looked] = rows
    last = looked?.last ?? last
    return { found: looked?.found ?? [], looked: looked?.count ?? 0 }
  }
}

/**
 * Returns the condition that finds messages by their keys, while they are pending and no other transaction changes
 * them.
 */
export function stillPending(keys: readonly PendingKey[]): SQL {
  const sessions = arrayParam(keys.map(({ sessionId }) => sessionId))
  const ids = arrayParam(keys.map(({ id }) => id))
  const senders = arrayParam(keys.map(({ sender }) => sender))
  return sql`messages.ctid = any (array(
    select m.ctid from unnest(${sessions}::text[], ${ids}::text[], ${senders}::text[]) as k (session_id, id, sender)
    join messages m using (session_id, id, sender) where m.status = 'PENDING' for update of m skip locked))`
}
