import { sql } from 'drizzle-orm'
import { storedEventSchema } from '#shared/contracts/events.ts'
import { NOTICE_TYPES, SILENT_TYPES } from '#shared/contracts/messages.ts'
import { arrayParam, type events, type Queryable } from '#shared/database/index.ts'
import { isGroupJid, isLid, phoneOf } from '#shared/jid.ts'

/** Number of WhatsApp itself, which sends announcements. */
const WHATSAPP = '0'

/** Message in a chat, as its event reports it. */
export interface ChatEvent {
  id: string
  appId: string
  sessionId: string
  chat: string
  /** LID of a private chat. */
  lid: string | undefined
  messageId: string
  /** True if a human wrote the message on the linked phone. */
  isFromPhone: boolean
  isGroup: boolean
  /** True if the message is a stop word or a start word of the app's broadcasts. */
  changesConsent: boolean
  reply: { text: string; buttonId?: string | undefined }
  contact: { name: string; phone: string }
}

/** Tells whether people write in a chat. Returns false for channels and for WhatsApp's own bots. */
function isOfPeople(chat: string): boolean {
  const phone = phoneOf(chat)
  return isGroupJid(chat) || isLid(chat) || (phone !== null && phone !== WHATSAPP)
}

/**
 * Reads the event of a message. Returns null for an event that bots ignore.
 * @throws ZodError if the row does not fit the contract of its type
 */
export function readChatEvent(row: typeof events.$inferSelect): ChatEvent | null {
  const { type, data } = storedEventSchema.parse(row)
  if (type !== 'message.received' && type !== 'message.from_phone') return null
  const { appId, sessionId } = row
  if (appId === null || sessionId === null) return null
  if (data.erased || SILENT_TYPES.includes(data.type) || !isOfPeople(row.chat)) return null
  // A second copy of a picture in better quality, or a picture of an event, says nothing new.
  if (data.content.association) return null
  const isGroup = isGroupJid(row.chat)
  const { participant, fromLid, optOut, optIn } = type === 'message.received' ? data : {}
  const { text, caption, selectedId } = data.content
  return {
    id: row.id,
    appId,
    sessionId,
    chat: row.chat,
    lid: isGroup ? undefined : fromLid,
    messageId: data.id,
    isFromPhone: type === 'message.from_phone',
    isGroup,
    changesConsent: optOut === true || optIn === true,
    reply: { text: text || caption || '', buttonId: selectedId },
    contact: { name: data.pushName, phone: phoneOf(participant ?? row.chat) ?? '' },
  }
}

/**
 * Tells whether a message is the first inbound message of its chat, as far as messages are stored, without an earlier
 * run of the flow. Compares the times of writing, because a later message may be stored first. The phone's history
 * also arrives later.
 */
export async function isFirstOfChat({
  ctx: { db },
  input: {
    event: { sessionId, chat, messageId },
    flowId,
  },
}: {
  ctx: { db: Queryable }
  input: { event: ChatEvent; flowId: string }
}): Promise<boolean> {
  const { rows } = await db.execute<{ isFirst: boolean }>(sql`
    select not exists (
      select 1 from messages earlier, messages this
      where this.session_id = ${sessionId} and this.id = ${messageId} and this.remote_jid = ${chat} and not this.from_me
        and earlier.session_id = ${sessionId} and earlier.remote_jid = ${chat} and not earlier.from_me
        and earlier.type <> all(${arrayParam(NOTICE_TYPES)}::text[])
        and (earlier.timestamp, earlier.seq) < (this.timestamp, this.seq)
    ) and not exists (
      select 1 from flow_runs where session_id = ${sessionId} and chat = ${chat} and flow_id = ${flowId}
    ) as "isFirst"`)
  return rows[0]?.isFirst === true
}
