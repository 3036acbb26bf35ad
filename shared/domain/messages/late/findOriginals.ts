import { sql } from 'drizzle-orm'
import type { MessageContent, MessageType } from '#shared/contracts/messages.ts'
import { arrayParam } from '#shared/database/index.ts'
import type { Context } from '../../context.ts'

/** A stored message that a change may name. An author chooses the id, so that several messages of a chat may have the same id. */
export interface Original {
  [column: string]: unknown
  sender: string
  /** The other JIDs of the sender. */
  aliases: string[]
  type: MessageType
  content: MessageContent
  /** The sealed secret of the message; null if the message has none. */
  secret: Buffer | null
  isDeleted: boolean
}

/**
 * Finds the messages of a chat that have an id.
 * @returns the messages, and the other JIDs of the people in `jids`
 */
export async function findOriginals({
  ctx,
  input: { sessionId, id, chat, jids },
}: {
  ctx: Pick<Context, 'db'>
  input: { sessionId: string; id: string; chat: string; jids: readonly string[] }
}): Promise<{ originals: Original[]; aliases: string[] }> {
  const [found, known] = await Promise.all([
    ctx.db.execute<Original>(sql`
      select m.sender, m.type, m.content, m.secret, m.deleted_at is not null as "isDeleted", array(
        select lid from lid_mappings where session_id = m.session_id and phone_jid = m.sender
        union select phone_jid from lid_mappings where session_id = m.session_id and lid = m.sender) as aliases
      from messages m where m.session_id = ${sessionId} and m.id = ${id} and m.remote_jid = ${chat}`),
    ctx.db.execute<{ jid: string }>(sql`
      select lid as jid from lid_mappings where session_id = ${sessionId} and phone_jid = any(${arrayParam(jids)}::text[])
      union select phone_jid from lid_mappings where session_id = ${sessionId} and lid = any(${arrayParam(jids)}::text[])`),
  ])
  return { originals: found.rows, aliases: known.rows.map(({ jid }) => jid) }
}
