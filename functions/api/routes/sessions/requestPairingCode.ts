import { z } from 'zod'
import { requestPairingCode } from '#shared/domain/sessions/index.ts'
import { phoneNumberSchema } from '#shared/jid.ts'
import { defineRoute } from '../../route.ts'
import { sessionParam } from '../shared.ts'

export const requestPairingCodeRoute = defineRoute({
  id: 'sessions.requestPairingCode',
  method: 'post',
  path: '/sessions/{id}/pairing-code',
  scope: 'manage',
  reach: ({ params }) => params.id,
  tag: 'Sessions',
  summary: 'Get an 8-character code to type into the phone, instead of a QR code',
  description:
    'On the phone, open Linked devices, Link with phone number, and type the code. The session must wait for its pairing. A new ' +
    'code replaces the earlier code.',
  params: sessionParam,
  body: z.strictObject({
    phone: phoneNumberSchema.meta({ description: "The phone's own number", example: '905559876543' }),
  }),
  example: { phone: '905559876543' },
  data: z
    .object({
      code: z.string().meta({
        description: 'Code of 8 characters, which WhatsApp shows as two groups of 4',
        example: 'K7RW2P9D',
      }),
    })
    .meta({
      id: 'PairingCode',
      description: 'A code that links a phone to the session',
      example: { code: 'K7RW2P9D' },
    }),
  errors: ['NOT_FOUND', 'CONFLICT', 'WHATSAPP_REJECTED', 'TIMEOUT'],
  isSecret: true,
  handle: ({ ctx, params, body }) => requestPairingCode({ ctx, input: { ...params, ...body } }),
})
