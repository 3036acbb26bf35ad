import { z } from 'zod'
import { MEDIA_TYPES } from './messages.ts'

/** Where WhatsApp keeps a file that was sent to us, and how to open it. */
export const mediaSourceSchema = z.object({
  type: z.enum(MEDIA_TYPES),
  url: z.string().nullable(),
  directPath: z.string().nullable(),
  /** Base64. */
  mediaKey: z.string(),
  /** Of the file itself, in hex; WhatsApp's own clients always tell it. */
  sha256: z.string().nullable(),
})
export type MediaSource = z.infer<typeof mediaSourceSchema>

/**
 * The file of a message. `pending`: it is still with WhatsApp, and `source` opens it. `stored`: our store has it under
 * `key`. `failed`: neither has it any more.
 */
export const messageMediaSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('pending'), source: mediaSourceSchema }),
  z.object({ state: z.literal('stored'), key: z.string() }),
  z.object({ state: z.literal('failed'), error: z.string() }),
])
export type MessageMedia = z.infer<typeof messageMediaSchema>

/** The ways in which a caller gives a file. */
export const fileSourceFields = {
  url: z
    .url({ protocol: /^https?$/ })
    .optional()
    .meta({ description: 'Public URL of the file', example: 'https://example.com/photo.jpg' }),
  base64: z.string().min(1).optional().meta({ description: 'The file itself, where it is small' }),
  mediaId: z
    .string()
    .regex(/^med_\w+$/)
    .optional()
    .meta({ description: 'A file that was uploaded to a slot of POST /media' }),
}
