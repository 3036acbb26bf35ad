import { sql } from 'drizzle-orm'
import { arrayParam, type Queryable } from '#shared/database/index.ts'
import { jidSpellingsOf } from '#shared/spellings.ts'
import { chatJidOf } from './chatJidOf.ts'

/**
 * Returns the JIDs under which the messages of a chat are stored, the JID of the chat first. A JID without messages is not in the list. A
 * chat under one JID is read in the order of an index.
 * @param input.jid a phone-number JID in any spelling, a LID, or the JID of another chat
 */
export async function chatJidsOf({
  ctx,
  input: { sessionId, jid },
}: {
  ctx: { db: Queryable }
  input: { sessionId: string; jid: string }
}): Promise<string[]> {
  const chat = await chatJidOf({ ctx, input: { sessionId, jid } })
  const others = [...new Set([jid, ...jidSpellingsOf(chat)])].filter((one) => one !== chat)
  if (others.length === 0) return [chat]
  const { rows } = await ctx.db.execute<{ jid: string }>(sql`
    select o.jid from unnest(${arrayParam(others)}::text[]) as o (jid)
    where exists (select 1 from messages m where m.session_id = ${sessionId} and m.remote_jid = o.jid)
      and not exists (select 1 from lid_mappings k where k.session_id = ${sessionId} and k.phone_jid = o.jid)`)
  return [chat, ...rows.map((row) => row.jid)]
}
