import { suppress, suppressedSchema, suppressionInput } from '#shared/domain/suppressions/index.ts'
import { defineRoute } from '../../../route.ts'

export const addSuppressionsRoute = defineRoute({
  id: 'suppressions.add',
  method: 'post',
  path: '/broadcast/suppressions',
  scope: 'send',
  reach: 'app',
  tag: 'Broadcast',
  summary: 'Add people to the suppression list',
  description:
    'No campaign of the app writes to these people from now on, including the campaigns that exist already. A person who is on the list ' +
    'keeps the entry, so that the request can be repeated. Messages of the other endpoints are not blocked.',
  body: suppressionInput,
  isBulk: true,
  example: { phones: ['905551234567', '905551234568'], reason: 'Asked by phone' },
  data: suppressedSchema,
  errors: ['LIMIT_EXCEEDED'],
  handle: ({ ctx, body }) => suppress({ ctx, input: body }),
})
