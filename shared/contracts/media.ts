import { z } from 'zod'
import { MEDIA_TYPES } from './messages.ts'

/** The location of an inbound file at WhatsApp, and the key that decrypts the file. */
export const mediaSourceSchema = z.object({
  type: z.enum(MEDIA_TYPES),
  url: z.string().nullable(),
  directPath: z.string().nullable(),
  /** Key of the file, in base64. */
  mediaKey: z.string(),
  /** SHA-256 of the decrypted file, in hex. WhatsApp's own clients always send the hash. */
  sha256: z.string().nullable(),
})
export type MediaSource = z.infer<typeof mediaSourceSchema>

/**
 * The file of a message. `pending`: WhatsApp has the file, at `source`. `stored`: our store has the file, under `key`.
 * `failed`: neither WhatsApp nor our store has the file.
 */
export const messageMediaSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('pending'), source: mediaSourceSchema }),
  z.object({ state: z.literal('stored'), key: z.string() }),
  z.object({ state: z.literal('failed'), error: z.string() }),
])
export type MessageMedia = z.infer<typeof messageMediaSchema>

/** The three ways in which a caller provides a file. */
export const fileSourceFields = {
  url: z
    .url({ protocol: /^https?$/ })
    .optional()
    .meta({ description: 'Public URL of the file', example: 'https://example.com/photo.jpg' }),
  base64: z.string().min(1).optional().meta({ description: 'Content of a small file, in base64' }),
  mediaId: z
    .string()
    .regex(/^med_\w+$/)
    .optional()
    .meta({ description: 'Id of a file that was uploaded to a slot from POST /media' }),
}
