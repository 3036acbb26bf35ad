import { z } from 'zod'

/** In the order of progress; FAILED is final and comes only before DELIVERED. */
export const MESSAGE_STATUSES = ['PENDING', 'SENT', 'DELIVERED', 'READ', 'PLAYED', 'FAILED'] as const
export type MessageStatus = (typeof MESSAGE_STATUSES)[number]

/** Where a message came from. */
export const MESSAGE_SOURCES = ['api', 'phone', 'contact', 'broadcast', 'chatbot'] as const
export type MessageSource = (typeof MESSAGE_SOURCES)[number]

export const MESSAGE_TYPES = ['text', 'unknown'] as const
export type MessageType = (typeof MESSAGE_TYPES)[number]

/** What a message says, in the one form that the API, the events and the history share. */
export const messageContentSchema = z.object({
  text: z
    .string()
    .optional()
    .meta({ description: 'The words of a text message', example: 'Hello from Vesper!' }),
  /** Baileys' own name of a kind that has no form here yet. */
  kind: z.string().optional().meta({
    description: "WhatsApp's name of a kind that is not supported yet",
    example: 'pollCreationMessage',
  }),
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
  'internal_error',
] as const
export type SendFailure = (typeof SEND_FAILURES)[number]
