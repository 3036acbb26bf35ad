import { z } from 'zod'
import {
  MESSAGE_SOURCES,
  MESSAGE_STATUSES,
  MESSAGE_TYPES,
  messageContentSchema,
  SEND_FAILURES,
} from '#shared/contracts/messages.ts'
import type { messages } from '#shared/database/index.ts'
import type { Context } from '../context.ts'

const URL_SECONDS = 3_600

/** A stored message as its users see it in the API. */
export const messageSchema = z.object({
  id: z.string().meta({ example: '3EB0A8C2F5B7E6A1' }),
  session: z.string().meta({ example: 'YoNofiM9vtHy' }),
  remoteJid: z.string().meta({ description: 'JID of the chat', example: '905551234567@s.whatsapp.net' }),
  fromMe: z.boolean(),
  participant: z.string().optional().meta({ description: 'JID of the author, for a message in a group' }),
  type: z.enum(MESSAGE_TYPES),
  content: messageContentSchema.extend({
    mediaUrl: z
      .string()
      .optional()
      .meta({ description: 'Download URL of the file, which expires after an hour' }),
  }),
  media: z
    .enum(['pending', 'stored', 'failed'])
    .optional()
    .meta({ description: 'State of the file, which is stored a moment after the message' }),
  status: z.enum(MESSAGE_STATUSES),
  error: z.enum(SEND_FAILURES).optional().meta({ description: 'Reason of the status FAILED' }),
  timestamp: z.number().int().meta({ description: 'Unix time, in seconds', example: 1750761000 }),
  pushName: z.string().optional().meta({ description: 'Display name of the author', example: 'Ahmet' }),
  source: z.enum(MESSAGE_SOURCES),
  edited: z
    .literal(true)
    .optional()
    .meta({ description: 'True if the author edited the message; `content` is the latest version' }),
  deleted: z.literal(true).optional().meta({ description: 'True if the author revoked the message' }),
  recipients: z
    .array(z.object({ jid: z.string(), status: z.enum(MESSAGE_STATUSES) }))
    .optional()
    .meta({ description: 'Status for each member, for a single message to a group' }),
})
export type MessageView = z.infer<typeof messageSchema>

export type MessageRow = typeof messages.$inferSelect

/** Converts a message's row to its view in the API. The URL of its file expires after an hour. */
export async function toMessageView({
  ctx,
  input: row,
}: {
  ctx: Pick<Context, 'media'>
  input: Omit<MessageRow, 'payload'>
}): Promise<MessageView> {
  const url =
    row.media?.state === 'stored'
      ? await mediaUrl({ ctx, input: { key: row.media.key, filename: row.content.filename } })
      : undefined
  return {
    id: row.id,
    session: row.sessionId,
    remoteJid: row.remoteJid,
    fromMe: row.fromMe,
    ...(row.participant !== null && { participant: row.participant }),
    type: row.type,
    content: url === undefined ? row.content : { ...row.content, mediaUrl: url },
    ...(row.media && { media: row.media.state }),
    status: row.status,
    ...(row.error !== null && { error: row.error }),
    timestamp: row.timestamp,
    ...(row.pushName !== null && { pushName: row.pushName }),
    source: row.source,
    ...(row.editedAt !== null && { edited: true as const }),
    ...(row.deletedAt !== null && { deleted: true as const }),
  }
}

/** Returns a URL from which a stored file can be downloaded for an hour. */
export async function mediaUrl({
  ctx,
  input: { key, filename },
}: {
  ctx: Pick<Context, 'media'>
  input: { key: string; filename: string | undefined }
}): Promise<string> {
  return await ctx.media.downloadUrl(key, {
    expiresSeconds: URL_SECONDS,
    ...(filename !== undefined && { filename }),
  })
}
