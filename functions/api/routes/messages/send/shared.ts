import { z } from 'zod'
import { fileSourceFields } from '#shared/contracts/media.ts'
import { MAX_TEXT } from '#shared/contracts/sizes.ts'
import { recipientSchema } from '#shared/jid.ts'
import { sessionField } from '../../shared.ts'

/** Fields of every send. */
export const sendFields = z.strictObject({
  session: sessionField,
  to: recipientSchema.meta({
    description: 'Recipient: an international phone number, or a JID',
    example: '905551234567',
  }),
  quoted: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'ID of the message that this one replies to', example: '3EB0A8C2F5B7E6A1' }),
})

/** The answer of every send. */
export const acceptedSchema = z.object({
  key: z.object({
    remoteJid: z.string().meta({ example: '905551234567@s.whatsapp.net' }),
    fromMe: z.literal(true),
    id: z
      .string()
      .meta({ description: 'The WhatsApp message ID, which never changes', example: '3EB0A8C2F5B7E6A1' }),
  }),
  status: z.literal('PENDING'),
})

/** Fields of a file and its caption. */
export const fileFields = {
  ...fileSourceFields,
  mimetype: z
    .string()
    .max(200)
    .optional()
    .meta({ description: 'Media type, if it cannot be detected from the file' }),
  caption: z
    .string()
    .max(MAX_TEXT)
    .optional()
    .meta({ description: 'Optional caption text', example: 'Check this out!' }),
}

/** Returns the body of a file send: the common fields, and the file in exactly one form. */
export function fileBody<Fields extends z.ZodRawShape>(fields: Fields) {
  return sendFields
    .extend(fileFields)
    .extend(fields)
    .refine((body) => ['url', 'base64', 'mediaId'].filter((name) => name in body).length === 1, {
      path: ['url'],
      message: 'Give the file by exactly one of url, base64 and mediaId',
    })
}

interface FileFields {
  session: string
  to: string
  quoted?: string | undefined
  url?: string | undefined
  base64?: string | undefined
  mediaId?: string | undefined
}

/** Maps a body's fields to the names of the domain. */
export function toMedia<Body extends FileFields>({
  session,
  to,
  quoted,
  url,
  base64,
  mediaId,
  ...rest
}: Body) {
  return { ...rest, sessionId: session, remoteJid: to, about: quoted, source: { url, base64, mediaId } }
}

export const FILE_ERRORS = [
  'NOT_FOUND',
  'SESSION_NOT_CONNECTED',
  'UNPROCESSABLE_MEDIA',
  'PAYLOAD_TOO_LARGE',
] as const
export const SEND_ERRORS = ['NOT_FOUND', 'SESSION_NOT_CONNECTED'] as const
