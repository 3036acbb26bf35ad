import { contactSchema, listContacts } from '#shared/domain/contacts/index.ts'
import { defineRoute } from '../../route.ts'
import { messageParams, pageQuery } from '../shared.ts'

export const listContactsRoute = defineRoute({
  id: 'contacts.list',
  method: 'get',
  path: '/contacts/{sessionId}',
  scope: 'read',
  reach: ({ params }) => params.sessionId,
  tag: 'Contacts',
  summary: 'List the contacts that the session knows',
  description:
    'Lists contacts from our database in the order of their JIDs, without calling WhatsApp. The names come from the phone and from ' +
    'received messages.',
  params: messageParams.pick({ sessionId: true }),
  query: pageQuery,
  data: contactSchema,
  list: true,
  errors: ['NOT_FOUND'],
  handle: ({ ctx, params, query }) => listContacts({ ctx, input: { ...params, ...query } }),
})
