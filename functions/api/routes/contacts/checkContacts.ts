import { z } from 'zod'
import { checkContacts, contactCheckSchema } from '#shared/domain/contacts/index.ts'
import { phoneNumberSchema } from '#shared/jid.ts'
import { listOf } from '../../envelope.ts'
import { defineRoute } from '../../route.ts'
import { CONNECTOR_READ_ERRORS, messageParams } from '../shared.ts'

export const checkContactsRoute = defineRoute({
  id: 'contacts.check',
  method: 'get',
  path: '/contacts/{sessionId}/check',
  tag: 'Contacts',
  summary: 'Check which numbers are on WhatsApp',
  description:
    'Asks WhatsApp about each number. The answer has one item for each number, in the same order. The session must be connected.',
  params: messageParams.pick({ sessionId: true }),
  query: z.strictObject({
    phones: z
      .array(phoneNumberSchema)
      .min(1)
      .max(50)
      .meta({
        description: 'Up to 50 numbers, separated by commas',
        example: ['905551234567', '491621234567'],
      }),
  }),
  data: listOf(contactCheckSchema),
  errors: CONNECTOR_READ_ERRORS,
  handle: ({ ctx, params, query }) => checkContacts({ ctx, input: { ...params, ...query } }),
})
