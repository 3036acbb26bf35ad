import { sql } from 'drizzle-orm'
import type { EventName } from '#shared/contracts/events.ts'
import type { MessageType } from '#shared/contracts/messages.ts'
import type { Queryable } from '#shared/database/index.ts'
import { hasAuthors } from '#shared/jid.ts'
import type { EventFacts } from '../webhooks/index.ts'

interface FactRow {
  [column: string]: unknown
  type: EventName
  chat: string
  aliases: string[]
  fromLid: string | null
  messageType: MessageType | null
  isOwnRow: boolean
}

/**
 * Reads the facts of an event that filters look at. Events of a status, an edit or a revocation name only the message,
 * whose row has the type. The row of such an event has the author of the message, or no author for a message of ours.
 */
export async function readFacts({
  ctx: { db },
  input: { eventId },
}: {
  ctx: { db: Queryable }
  input: { eventId: string }
}): Promise<EventFacts> {
  const { rows } = await db.execute<FactRow>(sql`
    select e.type, e.chat, e.data ->> 'fromLid' as "fromLid", coalesce(e.message_sender, 'me') = 'me' as "isOwnRow",
      array(
        select phone_jid from lid_mappings where session_id = e.session_id and lid = e.chat
        union select lid from lid_mappings where session_id = e.session_id and phone_jid = e.chat
      ) as aliases,
      coalesce(e.data ->> 'type', (
        select m.type from messages m
        where m.session_id = e.session_id and m.id = e.data ->> 'id' and m.sender in (coalesce(e.message_sender, 'me'), (
          select phone_jid from lid_mappings where session_id = e.session_id and lid = e.message_sender))
        limit 1)) as "messageType"
    from events e where e.id = ${eventId}`)
  const [row] = rows
  if (!row) throw new Error(`Event ${eventId} was deleted while its transaction had it locked`)
  const { type, chat, aliases, fromLid, messageType } = row
  const ownLid = fromLid !== null && !hasAuthors(chat) ? [fromLid] : []
  return {
    type,
    chats: chat === '' ? [] : [chat, ...aliases, ...ownLid],
    messageType,
    fromMe: isFromMe(row),
  }
}

/** Tells whether the session itself wrote the message of an event. */
function isFromMe({ type, isOwnRow }: FactRow): boolean {
  if (type === 'message.received') return false
  if (type === 'message.updated' || type === 'message.deleted' || type === 'poll.vote') return isOwnRow
  return true
}
