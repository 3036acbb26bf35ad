import { z } from 'zod'
import { exactlyOneOf, webUrl } from '../input/index.ts'
import { MEDIA_TYPES } from './messages.ts'

/** The location of an inbound file at WhatsApp, and the key that decrypts the file. */
export const mediaSourceSchema = z.object({
  type: z.enum(MEDIA_TYPES),
  url: z.string().nullable(),
  directPath: z.string().nullable(),
  /** Key of the file, in base64. Empty for the file of a channel's post, which is not encrypted. */
  mediaKey: z.string(),
  /** SHA-256 of the decrypted file, in hex. WhatsApp's own clients always send the hash. */
  sha256: z.string().nullable(),
  /** Size of the decrypted file, as its sender announced it. Rows of an earlier release have none. */
  size: z.number().nullable().optional(),
  /**
   * The chat and its author as the stanza of the message named them, by number or by LID. The phone finds the message only by
   * these JIDs when it must upload the file again. Rows of an earlier release have none.
   */
  named: z.object({ remoteJid: z.string(), participant: z.string().optional() }).optional(),
})
export type MediaSource = z.infer<typeof mediaSourceSchema>

/** Reasons for which the gateway does not have the file of a received message. */
export const MEDIA_FAILURES = ['too_large', 'gone', 'damaged', 'refused', 'unavailable'] as const
export type MediaFailure = (typeof MEDIA_FAILURES)[number]

export const mediaFailureSchema = z.enum(MEDIA_FAILURES).meta({
  id: 'MediaFailure',
  description:
    'Reason of a `failed` file. `too_large`: the file exceeds the limit for received files. `gone`: WhatsApp and the phone no longer ' +
    'have the file. `damaged`: the file does not match its message. `refused`: the media server of WhatsApp refuses the file. ' +
    '`unavailable`: the media server did not answer for two hours',
  example: 'too_large',
})

/**
 * The file of a message. `pending`: WhatsApp has the file, at `source`. `stored`: our store has the file, under `key`.
 * `failed`: neither WhatsApp nor our store has the file.
 */
export const messageMediaSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('pending'), source: mediaSourceSchema }),
  z.object({ state: z.literal('stored'), key: z.string() }),
  z.object({ state: z.literal('failed'), error: mediaFailureSchema }),
])
export type MessageMedia = z.infer<typeof messageMediaSchema>

/** Base64 in either alphabet, with white space and a `data:` prefix, as `decodeBase64` reads the text. */
const BASE64 =
  '^(?:data:[^;,]*[^,]*;base64,)?[ \\t\\r\\n]*(?:(?:[A-Za-z0-9+\\/_-][ \\t\\r\\n]*){4})*' +
  '(?:(?:[A-Za-z0-9+\\/_-][ \\t\\r\\n]*){2,3})?(?:=[ \\t\\r\\n]*){0,2}$'

/** The ways in which a caller provides a file. Apply `oneFile` to the schema that has these fields. */
export const fileSourceFields = {
  url: webUrl()
    .optional()
    .meta({ description: 'Public URL of the file', example: 'https://example.com/photo.jpg' }),
  base64: z.string().min(1).optional().meta({
    // A check of 6 MB by a pattern would cost as much as the decoding, which refuses other text.
    pattern: BASE64,
    description: 'Content of a small file, in base64; a request has 6 MB at most',
    example:
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  }),
  mediaId: z
    .string()
    .regex(/^med_[A-Za-z0-9_]+$/)
    .optional()
    .meta({
      description: 'ID of a file that was uploaded to a slot from `POST /media`',
      example: 'med_4fG7hJ2kL9mNpQrSt5vW',
    }),
}

/** Adds the rule that exactly one of the file's fields is given. */
export function oneFile<Schema extends z.ZodObject<typeof fileSourceFields>>(schema: Schema): Schema {
  return exactlyOneOf(
    schema,
    ['url', 'base64', 'mediaId'],
    'Give the file by exactly one of url, base64 and mediaId',
  )
}
