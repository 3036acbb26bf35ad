import { sql } from 'drizzle-orm'
import { arrayParam, type Queryable } from '#shared/database/index.ts'
import { phoneOf } from '#shared/jid.ts'
import { jidSpellingsOf } from '#shared/spellings.ts'
import { chatJidOf } from './chatJidOf.ts'

/**
 * Returns the JIDs under which the messages of a chat are stored. The person of the chat may have LIDs and another spelling of the number. A
 * chat is stored under its number. Two messages with the same id and different JIDs keep their JIDs. Another spelling with a LID of its
 * own is another account.
 * @param input.jid a phone-number JID in any spelling, a LID, or the JID of another chat
 * @returns the JID of the chat first, then the other JIDs that have messages
 */
export async function chatJidsOf({
  ctx,
  input: { sessionId, jid },
}: {
  ctx: { db: Queryable }
  input: { sessionId: string; jid: string }
}): Promise<string[]> {
  const chat = await chatJidOf({ ctx, input: { sessionId, jid } })
  if (phoneOf(chat) === null) return [chat]
  const spellings = arrayParam(jidSpellingsOf(chat).filter((spelling) => spelling !== chat))
  const { rows } = await ctx.db.execute<{ jid: string }>(sql`
    select jid from (
      select o.jid from unnest(${spellings}::text[]) as o (jid)
      where not exists (select 1 from lid_mappings k where k.session_id = ${sessionId} and k.phone_jid = o.jid)
      union all select lid from lid_mappings where session_id = ${sessionId} and phone_jid = ${chat}
    ) other
    where exists (select 1 from messages m where m.session_id = ${sessionId} and m.remote_jid = other.jid)`)
  return [chat, ...rows.map((row) => row.jid)]
}
