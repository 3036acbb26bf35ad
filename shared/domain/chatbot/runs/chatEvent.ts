import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { events, Queryable } from '#shared/database/index.ts'
import { isGroupJid, isLid, phoneOf } from '#shared/jid.ts'

/** Data of an event that concern a run. */
const dataSchema = z.object({
  id: z.string(),
  type: z.string(),
  erased: z.boolean().default(false),
  participant: z.string().optional(),
  fromLid: z.string().optional(),
  pushName: z.string().default(''),
  content: z
    .object({
      text: z.string().optional(),
      caption: z.string().optional(),
      selectedId: z.string().optional(),
    })
    .default({}),
})

/** Number of WhatsApp itself, which sends announcements. */
const WHATSAPP = '0'
/** Kinds of messages without a text. */
const SILENT = ['reaction', 'unknown']

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
  reply: { text: string; buttonId?: string | undefined }
  contact: { name: string; phone: string }
}

/** Tells whether people write in a chat. Returns false for channels and for WhatsApp's own bots. */
function isOfPeople(chat: string): boolean {
  const phone = phoneOf(chat)
  return isGroupJid(chat) || isLid(chat) || (phone !== null && phone !== WHATSAPP)
}

/** Reads the event of a message. Returns null for a message that bots ignore. */
export function readChatEvent(event: typeof events.$inferSelect): ChatEvent | null {
  const data = dataSchema.safeParse(event.data)
  if (!data.success || event.sessionId === null || SILENT.includes(data.data.type)) return null
  if (data.data.erased) return null
  if (!isOfPeople(event.chat)) return null
  const { id, participant, fromLid, pushName, content } = data.data
  const isGroup = isGroupJid(event.chat)
  return {
    id: event.id,
    appId: event.appId,
    sessionId: event.sessionId,
    chat: event.chat,
    lid: isGroup ? undefined : fromLid,
    messageId: id,
    isFromPhone: event.type === 'message.from_phone',
    isGroup,
    reply: { text: content.text || content.caption || '', buttonId: content.selectedId },
    contact: { name: pushName, phone: phoneOf(participant ?? event.chat) ?? '' },
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
        and (earlier.timestamp, earlier.seq) < (this.timestamp, this.seq)
    ) and not exists (
      select 1 from flow_runs where session_id = ${sessionId} and chat = ${chat} and flow_id = ${flowId}
    ) as "isFirst"`)
  return rows[0]?.isFirst === true
}
