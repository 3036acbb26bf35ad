import { z } from 'zod'
import {
  createList,
  importedListSchema,
  listInput,
  parseRecipientsCsv,
} from '#shared/domain/broadcast/index.ts'
import { defineRoute } from '../../../route.ts'

export const createListRoute = defineRoute({
  id: 'lists.create',
  method: 'post',
  path: '/broadcast/lists',
  scope: 'send',
  reach: 'app',
  tag: 'Broadcast',
  summary: 'Create a recipient list',
  description:
    'Up to 10,000 recipients per call. Duplicates are merged. Invalid numbers are omitted and reported by their line. The first ' +
    'row of `text/csv` names the columns: `phone`, `usernameKey`, `name`, `surname`; any other column is a variable of that name.',
  query: z.strictObject({
    name: z
      .string()
      .optional()
      .meta({ description: 'Name of a list that is sent as CSV', example: 'Customers' }),
  }),
  body: listInput,
  isBulk: true,
  fromCsv: (csv, { name }) => ({ name, recipients: parseRecipientsCsv(csv) }),
  example: {
    name: 'Customers',
    recipients: [{ phone: '905551234567', name: 'Ayşe', surname: 'Yılmaz', variables: { city: 'Istanbul' } }],
  },
  status: 201,
  data: importedListSchema,
  errors: ['LIMIT_EXCEEDED'],
  handle: ({ ctx, body }) => createList({ ctx, input: body }),
})
