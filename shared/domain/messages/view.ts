import { z } from 'zod'
import {
  MESSAGE_SOURCES,
  MESSAGE_STATUSES,
  MESSAGE_TYPES,
  messageContentSchema,
  SEND_FAILURES,
} from '#shared/contracts/messages.ts'
import type { messages } from '#shared/database/index.ts'

/** A stored message as the API and its users see it. */
export const messageSchema = z.object({
  id: z.string().meta({ example: '3EB0A8C2F5B7E6A1' }),
  session: z.string().meta({ example: 'YoNofiM9vtHy' }),
  remoteJid: z.string().meta({ description: 'The chat', example: '905551234567@s.whatsapp.net' }),
  fromMe: z.boolean(),
  participant: z.string().optional().meta({ description: 'The author, in a group' }),
  type: z.enum(MESSAGE_TYPES),
  content: messageContentSchema,
  status: z.enum(MESSAGE_STATUSES),
  error: z.enum(SEND_FAILURES).optional().meta({ description: 'Why it is FAILED' }),
  timestamp: z.number().int().meta({ description: 'Unix seconds', example: 1750761000 }),
  pushName: z.string().optional().meta({ description: "The author's display name", example: 'Ahmet' }),
  source: z.enum(MESSAGE_SOURCES),
  edited: z
    .literal(true)
    .optional()
    .meta({ description: 'Its author changed it; content is what it says now' }),
  deleted: z.literal(true).optional().meta({ description: 'Its author took it back' }),
})
export type MessageView = z.infer<typeof messageSchema>

export type MessageRow = typeof messages.$inferSelect

export function toMessageView(row: MessageRow): MessageView {
  return {
    id: row.id,
    session: row.sessionId,
    remoteJid: row.remoteJid,
    fromMe: row.fromMe,
    ...(row.participant !== null && { participant: row.participant }),
    type: row.type,
    content: row.content,
    status: row.status,
    ...(row.error !== null && { error: row.error }),
    timestamp: row.timestamp,
    ...(row.pushName !== null && { pushName: row.pushName }),
    source: row.source,
    ...(row.editedAt !== null && { edited: true as const }),
    ...(row.deletedAt !== null && { deleted: true as const }),
  }
}
