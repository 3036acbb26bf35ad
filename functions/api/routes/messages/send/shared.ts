import { z } from 'zod'
import { fileSourceFields, oneFile } from '#shared/contracts/media.ts'
import { MAX_TEXT } from '#shared/contracts/sizes.ts'
import { emptyOrFilledText } from '#shared/input/index.ts'
import { destinationSchema, personSchema } from '#shared/jid.ts'
import { usernameKeySchema } from '#shared/username.ts'
import { sessionField } from '../../shared.ts'

/** Fields of every send. */
export const sendFields = z.strictObject({
  session: sessionField,
  to: destinationSchema.meta({
    description: 'Recipient: an international phone number, a JID, or `@username`',
    example: '905551234567',
  }),
  usernameKey: usernameKeySchema.optional(),
  quoted: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'ID of the message that this one replies to', example: '3EB0A8C2F5B7E6A1' }),
})

/** The mentions of a text. */
export const mentionsField = z
  .array(personSchema)
  .max(1024)
  .optional()
  .meta({ description: 'Users that the text mentions as @number', example: ['905551234567'] })

/** The answer of every send. */
export const acceptedSchema = z
  .object({
    key: z
      .object({
        remoteJid: z
          .string()
          .meta({ description: 'JID of the chat', example: '905551234567@s.whatsapp.net' }),
        fromMe: z.literal(true).meta({ description: 'True, because the session sends it', example: true }),
        id: z
          .string()
          .meta({ description: 'The WhatsApp message ID, which never changes', example: '3EB0A8C2F5B7E6A1' }),
      })
      .meta({
        description: "WhatsApp's key of the message",
        example: { remoteJid: '905551234567@s.whatsapp.net', fromMe: true, id: '3EB0A8C2F5B7E6A1' },
      }),
    status: z
      .literal('PENDING')
      .meta({ description: 'The gateway has accepted the message and sends it shortly', example: 'PENDING' }),
  })
  .meta({
    id: 'Accepted',
    description: 'An accepted message, which is sent shortly',
    example: {
      key: { remoteJid: '905551234567@s.whatsapp.net', fromMe: true, id: '3EB0A8C2F5B7E6A1' },
      status: 'PENDING',
    },
  })

/** Fields of a file. */
export const fileFields = {
  ...fileSourceFields,
  mimetype: emptyOrFilledText(200).optional().meta({
    description: 'MIME type of the file. If absent, the gateway detects the type',
    example: 'application/pdf',
  }),
}

/** The caption of a picture, a video or a document. WhatsApp shows none under audio and stickers. */
export const captionField = {
  caption: emptyOrFilledText(MAX_TEXT)
    .optional()
    .meta({ description: 'Text under the file', example: 'Check this out!' }),
}

/** Returns the body of a file send: the common fields, and the file in exactly one form. */
export function fileBody<Fields extends z.ZodRawShape>(fields: Fields) {
  return oneFile(sendFields.extend(fileFields).extend(fields))
}

interface FileFields {
  session: string
  to: string
  usernameKey?: string | undefined
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
  'USERNAME_KEY_REQUIRED',
  'UNPROCESSABLE_MEDIA',
] as const
export const SEND_ERRORS = ['NOT_FOUND', 'SESSION_NOT_CONNECTED', 'USERNAME_KEY_REQUIRED'] as const
