import { z } from 'zod'
import { requestPairingCode } from '#shared/domain/sessions/index.ts'
import { phoneNumberSchema } from '#shared/jid.ts'
import { defineRoute } from '../../route.ts'
import { sessionParam } from '../shared.ts'

export const requestPairingCodeRoute = defineRoute({
  id: 'sessions.requestPairingCode',
  method: 'post',
  path: '/sessions/{id}/pairing-code',
  tag: 'Sessions',
  summary: 'Get an 8-character code to type into the phone, instead of a QR code',
  params: sessionParam,
  body: z.strictObject({
    phone: phoneNumberSchema.meta({ description: "The phone's own number", example: '905551234567' }),
  }),
  data: z.object({ code: z.string().meta({ example: 'K7RW2P9D' }) }),
  errors: ['NOT_FOUND', 'CONFLICT', 'WHATSAPP_REJECTED', 'TIMEOUT'],
  handle: ({ ctx, params, body }) => requestPairingCode({ ctx, input: { ...params, ...body } }),
})
