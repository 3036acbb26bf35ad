import { z } from 'zod'
import { mediaFailureSchema } from '#shared/contracts/media.ts'
import {
  MESSAGE_SOURCES,
  messageContentSchema,
  messageStatusSchema,
  messageTypeSchema,
  pollCountSchema,
  sendFailureSchema,
} from '#shared/contracts/messages.ts'
import type { messages } from '#shared/database/index.ts'
import type { Context } from '../context.ts'
import type { PersonFields } from './history/identify.ts'
import { readStoredContent } from './storedContent.ts'

const URL_SECONDS = 3_600

/** The content of a stored message, with the URL of its file. */
const storedContentSchema = messageContentSchema
  .extend({
    mediaUrl: z.string().optional().meta({
      description: 'Download URL of the file, which expires after an hour',
      example: 'https://files.example.com/store/YoNofiM9vtHy/3EB0A8C2F5B7E6A1?signature=b5bb9d80',
    }),
  })
  .meta({
    id: 'MessageContent',
    description: 'Content of a message. The type of the message determines which fields are present',
    example: { text: 'Hello from Vesper! 🚀' },
  })

/** The person behind an answer to a poll or an event. */
const voter = {
  voter: z.string().meta({ description: 'JID of the person', example: '905551234567@s.whatsapp.net' }),
  voterLid: z
    .string()
    .optional()
    .meta({ description: 'LID of the person, if known', example: '123456789012345@lid' }),
  fromMe: z
    .literal(true)
    .optional()
    .meta({ description: 'True if the account of the session answered, on the phone', example: true }),
}
const answeredAt = z
  .number()
  .int()
  .meta({ description: 'Time of the answer, in Unix seconds', example: 1_782_297_000 })

/** A stored message as its users see it in the API. */
export const messageSchema = z
  .object({
    id: z.string().meta({ description: 'The WhatsApp message ID', example: '3EB0A8C2F5B7E6A1' }),
    session: z.string().meta({ description: 'Session ID', example: 'YoNofiM9vtHy' }),
    remoteJid: z.string().meta({
      description: 'JID of the chat: a person, a group, a channel or `status@broadcast`',
      example: '905551234567@s.whatsapp.net',
    }),
    fromMe: z
      .boolean()
      .meta({ description: 'True if the account of the session sent the message', example: true }),
    participant: z.string().optional().meta({
      description: 'JID of the author, for a message in a group and for a status post',
      example: '905551234567@s.whatsapp.net',
    }),
    type: messageTypeSchema,
    content: storedContentSchema,
    status: messageStatusSchema,
    timestamp: z.number().int().meta({
      description: 'Time at which the message was accepted or received, in Unix seconds',
      example: 1_782_297_000,
    }),
    pushName: z
      .string()
      .optional()
      .meta({ description: 'Display name that the author chose on WhatsApp', example: 'Ayşe Yılmaz' }),
    source: z.enum(MESSAGE_SOURCES).meta({
      description:
        'Origin. `api`: a send endpoint. `phone`: the linked phone. `contact`: another person. ' +
        '`broadcast`: a campaign. `chatbot`: a flow',
      example: 'api',
    }),
    phone: z
      .string()
      .nullable()
      .optional()
      .meta({
        description:
          'Number of the person in digits: of the author in a group, otherwise of the person in the chat. Null if WhatsApp does not show ' +
          'the number, and absent if the message is about a whole group or a channel',
        example: '905551234567',
      }),
    lid: z
      .string()
      .optional()
      .meta({ description: 'LID of this person, if it is known', example: '630846724446591@lid' }),
    username: z.string().optional().meta({
      description: 'Current username of this person, if it is known. A username can change; the LID cannot',
      example: 'ayse.yilmaz',
    }),
    reason: sendFailureSchema.optional(),
    media: z
      .enum(['pending', 'stored', 'failed'])
      .optional()
      .meta({
        description:
          'State of the file of a received message. `pending`: the gateway still fetches the file. `stored`: `content.mediaUrl` ' +
          'has the file. `failed`: the gateway will not have the file, and `mediaError` says why',
        example: 'stored',
      }),
    mediaError: mediaFailureSchema.optional(),
    edited: z.literal(true).optional().meta({
      description: 'True if the author edited the message; `content` is the latest version',
      example: true,
    }),
    deleted: z.literal(true).optional().meta({
      description: 'True if the author revoked the message; `content` is then empty',
      example: true,
    }),
    tally: z
      .array(pollCountSchema)
      .optional()
      .meta({
        description: 'Number of votes for each option of a poll. Only in the answer for a single message',
        example: [{ option: 'Monday', votes: 2 }],
      }),
    votes: z
      .array(
        z.object({
          ...voter,
          options: z
            .array(z.string())
            .meta({ description: 'Names of the options that the voter has chosen', example: ['Monday'] }),
          timestamp: answeredAt,
        }),
      )
      .optional()
      .meta({
        description:
          'The newest vote of each person in a poll, at most 5,000. Only in the answer for a single message',
        example: [{ voter: '905551234567@s.whatsapp.net', options: ['Monday'], timestamp: 1_782_297_000 }],
      }),
    responses: z
      .array(
        z.object({
          ...voter,
          response: z.string().meta({ description: '`going`, `not_going` or `maybe`', example: 'going' }),
          guests: z.number().int().meta({ description: 'Number of additional guests', example: 0 }),
          timestamp: answeredAt,
        }),
      )
      .optional()
      .meta({
        description:
          'The newest response of each person to an event, at most 5,000. Only in the answer for a single message',
        example: [
          { voter: '905551234567@s.whatsapp.net', response: 'going', guests: 0, timestamp: 1_782_297_000 },
        ],
      }),
    recipients: z
      .array(
        z.object({
          jid: z.string().meta({ description: 'JID of the member', example: '905551234567@s.whatsapp.net' }),
          status: messageStatusSchema,
        }),
      )
      .optional()
      .meta({
        description:
          'Status for each member. Only in the answer for a single message that you sent to a group',
        example: [{ jid: '905551234567@s.whatsapp.net', status: 'READ' }],
      }),
  })
  .meta({
    id: 'Message',
    description: 'A message of the history, sent or received',
    example: {
      id: '3EB0A8C2F5B7E6A1',
      session: 'YoNofiM9vtHy',
      remoteJid: '905551234567@s.whatsapp.net',
      fromMe: true,
      type: 'text',
      content: { text: 'Hello from Vesper! 🚀' },
      status: 'READ',
      timestamp: 1_782_297_000,
      source: 'api',
      phone: '905551234567',
    },
  })
export type MessageView = z.infer<typeof messageSchema>

export type MessageRow = typeof messages.$inferSelect

/**
 * Converts a message's row to its view in the API. The URL of its file expires after an hour.
 * @param input.person the person of the message, by `identify`
 */
export async function toMessageView({
  ctx,
  input: { person, ...row },
}: {
  ctx: Pick<Context, 'media'>
  input: Omit<MessageRow, 'payload' | 'preview' | 'secret' | 'usernameKey'> & { person: PersonFields | null }
}): Promise<MessageView> {
  const content = readStoredContent(row.content)
  const url =
    row.media?.state === 'stored'
      ? await mediaUrl({ ctx, input: { key: row.media.key, filename: content.filename } })
      : undefined
  return {
    id: row.id,
    session: row.sessionId,
    remoteJid: row.remoteJid,
    fromMe: row.fromMe,
    ...(row.participant !== null && { participant: row.participant }),
    type: row.type,
    content: url === undefined ? content : { ...content, mediaUrl: url },
    status: row.status,
    timestamp: row.timestamp,
    ...(row.pushName !== null && { pushName: row.pushName }),
    source: row.source,
    ...person,
    ...(row.error !== null && { reason: row.error }),
    ...(row.media && { media: row.media.state }),
    ...(row.media?.state === 'failed' && { mediaError: row.media.error }),
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
