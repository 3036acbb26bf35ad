import { z } from 'zod'
import { recipientSchema } from '#shared/jid.ts'
import { sessionField } from '../../shared.ts'

/** WhatsApp's own limit of a text and of a caption, in UTF-16 units. */
export const MAX_TEXT = 65_536

/** What every send takes. */
export const sendFields = z.object({
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

/** The documented answer of every send. */
export const acceptedSchema = z.object({
  key: z.object({
    remoteJid: z.string().meta({ example: '905551234567@s.whatsapp.net' }),
    fromMe: z.literal(true),
    id: z.string().meta({ description: 'Final: it is the WhatsApp message ID', example: '3EB0A8C2F5B7E6A1' }),
  }),
  status: z.literal('PENDING'),
})

export const SEND_ERRORS = ['NOT_FOUND', 'SESSION_NOT_CONNECTED'] as const
