import { z } from 'zod'
import { sendMessage } from '#shared/domain/messages/index.ts'
import { recipientSchema } from '#shared/jid.ts'
import { defineRoute } from '../../route.ts'
import { sessionField } from '../shared.ts'

/** WhatsApp's own limit of a text message, in UTF-16 units. */
const MAX_TEXT = 65_536

export const acceptedSchema = z.object({
  key: z.object({
    remoteJid: z.string().meta({ example: '905551234567@s.whatsapp.net' }),
    fromMe: z.literal(true),
    id: z.string().meta({ description: 'Final: it is the WhatsApp message ID', example: '3EB0A8C2F5B7E6A1' }),
  }),
  status: z.literal('PENDING'),
})

export const sendTextRoute = defineRoute({
  method: 'post',
  path: '/messages/send/text',
  tag: 'Messages',
  summary: 'Send a text message',
  description:
    'It answers at once. The message is sent a moment later, or, if the session is offline, as soon as it is back; what ' +
    'could not be sent within 10 minutes ends FAILED.',
  body: z.object({
    session: sessionField,
    to: recipientSchema.meta({
      description: 'Recipient: an international phone number, or a JID',
      example: '905551234567',
    }),
    text: z
      .string()
      .min(1)
      .max(MAX_TEXT)
      .meta({ description: 'Message text (supports emojis)', example: 'Hello from Vesper! 🚀' }),
  }),
  data: acceptedSchema,
  errors: ['NOT_FOUND', 'SESSION_NOT_CONNECTED'],
  handle: ({ ctx, body }) =>
    sendMessage({
      ctx,
      input: { sessionId: body.session, remoteJid: body.to, type: 'text', content: { text: body.text } },
    }),
})
