import { z } from 'zod'
import { checkContacts, contactCheckSchema } from '#shared/domain/contacts/index.ts'
import { phoneNumberSchema } from '#shared/jid.ts'
import { defineRoute } from '../../route.ts'
import { CONNECTOR_REQUEST_ERRORS, messageParams } from '../shared.ts'

const phones = z
  .string()
  .transform((list) => list.split(',').filter((phone) => phone.trim() !== ''))
  .pipe(z.array(phoneNumberSchema).min(1).max(50))

export const checkContactsRoute = defineRoute({
  id: 'contacts.check',
  method: 'get',
  path: '/contacts/{sessionId}/check',
  tag: 'Contacts',
  summary: 'Check which numbers are on WhatsApp',
  params: messageParams.pick({ sessionId: true }),
  query: z.strictObject({
    phones: phones.meta({
      description: 'Up to 50 numbers, separated by commas',
      example: '905551234567,491621234567',
    }),
  }),
  data: z.array(contactCheckSchema),
  errors: CONNECTOR_REQUEST_ERRORS,
  handle: ({ ctx, params, query }) => checkContacts({ ctx, input: { ...params, ...query } }),
})
