import { z } from 'zod'
import { personSchema } from '#shared/jid.ts'

export const personParam = z.strictObject({
  phone: personSchema.meta({
    description: 'The person: an international phone number, a JID or a LID',
    example: '905551234567',
  }),
})

export const requestParam = z.strictObject({
  id: z.string().meta({ description: 'ID of the request', example: 'prq_4fG7hJ2kL9mNpQrSt5vW' }),
})
