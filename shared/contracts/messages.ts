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

/** In the order of progress; FAILED is final and comes only before DELIVERED. */
export const MESSAGE_STATUSES = ['PENDING', 'SENT', 'DELIVERED', 'READ', 'PLAYED', 'FAILED'] as const
export type MessageStatus = (typeof MESSAGE_STATUSES)[number]

/** Where a message came from. */
export const MESSAGE_SOURCES = ['api', 'phone', 'contact', 'broadcast', 'chatbot'] as const
export type MessageSource = (typeof MESSAGE_SOURCES)[number]

const quotedSchema = z
  .object({
    id: z.string(),
    fromMe: z.boolean().optional(),
    participant: z.string().optional().meta({ description: 'Its author' }),
    text: z.string().optional().meta({ description: 'Its text, or its caption' }),
  })
  .meta({ description: 'The message that this one replies to' })

/** A message's content, in the one form that the API, the events and the history share. */
export const messageContentSchema = z.object({
  ...kindFields,
  quoted: quotedSchema.optional(),
  mentions: z.array(z.string()).optional().meta({ description: 'JIDs that the text names as @number' }),
  forwarded: z.boolean().optional(),
  truncated: z.literal(true).optional().meta({
    description: 'The message was longer than the gateway keeps: its text is cut, or a list or a card of it',
  }),
  viewOnce: z.boolean().optional(),
  ephemeral: z.number().int().optional().meta({ description: 'Seconds after which it disappears' }),
})
export type MessageContent = z.infer<typeof messageContentSchema>

/** Why a message ended FAILED. */
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
