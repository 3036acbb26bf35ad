import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { events, Queryable } from '#shared/database/index.ts'
import { isGroupJid, isLid, phoneOf } from '#shared/jid.ts'

/** Of an event's data, what a conversation is about. */
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

/** WhatsApp itself, which tells of news. */
const WHATSAPP = '0'
/** Nobody says anything with them. */
const SILENT = ['reaction', 'unknown']

/** A message in a chat, as its event tells of it. */
export interface ChatEvent {
  id: string
  appId: string
  sessionId: string
  chat: string
  /** Of a chat between two: its other name. */
  lid: string | undefined
  messageId: string
  /** A human wrote it, on the phone that the session is linked to. */
  isFromPhone: boolean
  isGroup: boolean
  reply: { text: string; buttonId?: string | undefined }
  contact: { name: string; phone: string }
}

/** Whether people talk in a chat: channels and WhatsApp's own bots are no company. */
function isOfPeople(chat: string): boolean {
  const phone = phoneOf(chat)
  return isGroupJid(chat) || isLid(chat) || (phone !== null && phone !== WHATSAPP)
}

/** Reads a message's event; null for one that is no words to a bot. */
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
 * Whether nothing has come from a chat before a message, as far as messages are kept. A later message may be stored already, and what the
 * phone tells of earlier comes later: what counts is when they were written.
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
