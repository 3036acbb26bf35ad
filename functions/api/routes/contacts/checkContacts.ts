import { z } from 'zod'
import { checkContacts, contactCheckSchema } from '#shared/domain/contacts/index.ts'
import { phoneNumberSchema } from '#shared/jid.ts'
import { usernameKeySchema, usernameSchema } from '#shared/username.ts'
import { listOf } from '../../envelope.ts'
import { defineRoute } from '../../route.ts'
import { CONNECTOR_READ_ERRORS, messageParams } from '../shared.ts'

export const checkContactsRoute = defineRoute({
  id: 'contacts.check',
  method: 'get',
  path: '/contacts/{sessionId}/check',
  scope: 'read',
  reach: ({ params }) => params.sessionId,
  tag: 'Contacts',
  summary: 'Check which numbers and usernames are on WhatsApp',
  description:
    'Asks WhatsApp about each number and each username. The answer has one item for each number, then one for each username, in the ' +
    'same order. A username without a key that its owner has set is `keyRequired`. The session must be connected.',
  params: messageParams.pick({ sessionId: true }),
  query: z.strictObject({
    phones: z
      .array(phoneNumberSchema)
      .min(1)
      .max(50)
      .optional()
      .meta({
        description: 'Up to 50 numbers, separated by commas',
        example: ['905551234567', '491621234567'],
      }),
    usernames: z
      .array(usernameSchema)
      .min(1)
      .max(50)
      .optional()
      .meta({
        description: 'Up to 50 usernames with or without `@`, separated by commas',
        example: ['ayse.yilmaz'],
      }),
    usernameKey: usernameKeySchema
      .optional()
      .meta({ description: 'Key that is tried for each username: 4 digits', example: '1234' }),
  }),
  data: listOf(contactCheckSchema),
  // Fifty long values may exceed the limit of a URL.
  errors: [...CONNECTOR_READ_ERRORS, 'HEADERS_TOO_LARGE'],
  handle: ({ ctx, params, query }) => checkContacts({ ctx, input: { ...params, ...query } }),
})
