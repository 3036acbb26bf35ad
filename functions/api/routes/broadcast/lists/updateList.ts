import {
  importedListSchema,
  listPatch,
  parseRecipientsCsv,
  updateList,
} from '#shared/domain/broadcast/index.ts'
import { defineRoute } from '../../../route.ts'
import { listParam } from '../shared.ts'

export const updateListRoute = defineRoute({
  id: 'lists.update',
  method: 'update',
  path: '/broadcast/lists/{id}',
  scope: 'send',
  reach: 'app',
  tag: 'Broadcast',
  summary: 'Rename a list, or replace, add or remove recipients',
  description:
    'Omitted fields stay unchanged. `text/csv` replaces the recipients. Campaigns that were created from the list keep their own copies.',
  params: listParam,
  body: listPatch,
  isBulk: true,
  fromCsv: (csv) => ({ recipients: parseRecipientsCsv(csv) }),
  example: { name: 'Customers', add: [{ phone: '905551234567', name: 'Ayşe' }] },
  data: importedListSchema,
  errors: ['NOT_FOUND', 'LIMIT_EXCEEDED'],
  handle: ({ ctx, params, body }) => updateList({ ctx, input: { ...body, id: params.id } }),
})
