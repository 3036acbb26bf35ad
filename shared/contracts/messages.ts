import { z } from 'zod'
import { kindFields } from './kinds/index.ts'

export {
  CIPHERTEXT,
  type ContactCard,
  KINDS,
  MEDIA_TYPES,
  MESSAGE_TYPES,
  type MediaType,
  type MessageType,
} from './kinds/index.ts'

/** Statuses in the order of progress. FAILED is final, and never follows DELIVERED. */
export const MESSAGE_STATUSES = ['PENDING', 'SENT', 'DELIVERED', 'READ', 'PLAYED', 'FAILED'] as const
export type MessageStatus = (typeof MESSAGE_STATUSES)[number]

/** The origins of a message. */
export const MESSAGE_SOURCES = ['api', 'phone', 'contact', 'broadcast', 'chatbot'] as const
export type MessageSource = (typeof MESSAGE_SOURCES)[number]

const quotedSchema = z
  .object({
    id: z.string(),
    fromMe: z.boolean().optional(),
    participant: z.string().optional().meta({ description: 'JID of the author' }),
    text: z.string().optional().meta({ description: 'Text or caption' }),
  })
  .meta({ description: 'The quoted message, to which this message replies' })

/** The content of a message. The API, the events and the history use this one form. */
export const messageContentSchema = z.object({
  ...kindFields,
  quoted: quotedSchema.optional(),
  mentions: z.array(z.string()).optional().meta({ description: 'JIDs that the text mentions as @number' }),
  forwarded: z.boolean().optional(),
  truncated: z.literal(true).optional().meta({
    description: 'The message exceeded the limits of the gateway: a text, a list or a card is cut',
  }),
  viewOnce: z.boolean().optional(),
  ephemeral: z
    .number()
    .int()
    .optional()
    .meta({ description: 'Lifetime of a disappearing message, in seconds' }),
})
export type MessageContent = z.infer<typeof messageContentSchema>

/** Reasons for which a message is FAILED. */
export const SEND_FAILURES = [
  'not_on_whatsapp',
  'expired',
  'session_logged_out',
  'reachout_timelock',
  'rejected_by_whatsapp',
  'timeout',
  'media_unavailable',
  'internal_error',
] as const
export type SendFailure = (typeof SEND_FAILURES)[number]
