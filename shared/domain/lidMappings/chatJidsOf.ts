import { sql } from 'drizzle-orm'
import type { Queryable } from '#shared/database/index.ts'
import { isLid, phoneOf } from '#shared/jid.ts'

/**
 * Returns the JIDs under which the messages of a chat may be stored: the given JID, and the other JIDs of the person. A
 * chat is stored under its number. Messages with the same id under both JIDs stay under both.
 * @param input.jid a phone-number JID, a LID, or the JID of a group
 * @returns the JIDs with messages; the given JID if there is none
 */
export async function chatJidsOf({
  ctx,
  input: { sessionId, jid },
}: {
  ctx: { db: Queryable }
  input: { sessionId: string; jid: string }
}): Promise<string[]> {
  if (!isLid(jid) && phoneOf(jid) === null) return [jid]
  const { rows } = await ctx.db.execute<{ jid: string }>(sql`
    with person as (
      select ${jid}::text as jid
      union select phone_jid from lid_mappings where session_id = ${sessionId} and lid = ${jid}
      union select l.lid from lid_mappings l where l.session_id = ${sessionId} and l.phone_jid in (
        ${jid}, (select phone_jid from lid_mappings where session_id = ${sessionId} and lid = ${jid}))
    )
    select jid from person
    where exists (select 1 from messages where session_id = ${sessionId} and remote_jid = person.jid)`)
  return rows.length > 0 ? rows.map((row) => row.jid) : [jid]
}
