import { z } from 'zod'
import { MAX_VCARD, MAX_VCARDS } from '#shared/contracts/sizes.ts'
import { sendMessage } from '#shared/domain/messages/index.ts'
import { exactlyOneOf, filledText } from '#shared/input/index.ts'
import { phoneNumberSchema } from '#shared/jid.ts'
import { defineRoute } from '../../../route.ts'
import { acceptedSchema, SEND_ERRORS, sendFields } from './shared.ts'

const card = exactlyOneOf(
  z.strictObject({
    name: filledText(200).meta({ description: 'Display name of the contact', example: 'Ayşe Yılmaz' }),
    phone: phoneNumberSchema
      .optional()
      .meta({ description: 'An international number', example: '905551234567' }),
    vcard: z.string().max(MAX_VCARD).startsWith('BEGIN:VCARD').optional().meta({
      description: 'A vCard 3.0, instead of a phone',
      example: 'BEGIN:VCARD\nVERSION:3.0\nFN:Ayşe Yılmaz\nTEL;waid=905551234567:+905551234567\nEND:VCARD',
    }),
  }),
  ['phone', 'vcard'],
  'Give a phone or a vcard, but not both',
)

export const sendContactRoute = defineRoute({
  id: 'messages.sendContact',
  method: 'post',
  path: '/messages/send/contact',
  scope: 'send',
  reach: ({ body }) => body.session,
  tag: 'Messages',
  summary: 'Send contact cards',
  description:
    'Sends up to 50 cards in one message. For a card with a phone, the gateway writes the vCard. The message counts towards the ' +
    'monthly quota.',
  body: sendFields.extend({
    contacts: z
      .array(card)
      .min(1)
      .max(50)
      .refine(
        (cards) => cards.reduce((sum, { vcard }) => sum + (vcard?.length ?? 0), 0) <= MAX_VCARDS,
        `The vCards of a message may have ${MAX_VCARDS} characters in total`,
      )
      .meta({
        description: `The cards. All vCards together have at most ${MAX_VCARDS} characters`,
        example: [{ name: 'Ayşe Yılmaz', phone: '905551234567' }],
      }),
  }),
  example: {
    session: 'YoNofiM9vtHy',
    to: '905551234567',
    contacts: [{ name: 'Ayşe Yılmaz', phone: '905551234567' }],
  },
  data: acceptedSchema,
  isMetered: true,
  errors: SEND_ERRORS,
  handle: ({ ctx, body: { session, to, usernameKey, quoted, contacts } }) =>
    sendMessage({
      ctx,
      input: {
        sessionId: session,
        remoteJid: to,
        usernameKey,
        type: 'contact',
        content: { contacts },
        about: quoted,
      },
    }),
})
