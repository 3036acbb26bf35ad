import { listListRecipients, listRecipientSchema } from '#shared/domain/broadcast/index.ts'
import { defineRoute } from '../../../route.ts'
import { pageQuery } from '../../shared.ts'
import { listParam } from '../shared.ts'

export const listListRecipientsRoute = defineRoute({
  id: 'lists.listRecipients',
  method: 'get',
  path: '/broadcast/lists/{id}/recipients',
  scope: 'read',
  reach: 'app',
  tag: 'Broadcast',
  summary: 'Get the recipients of a list',
  description: 'Lists the recipients in the order in which they were added.',
  params: listParam,
  query: pageQuery,
  data: listRecipientSchema,
  list: true,
  errors: ['NOT_FOUND'],
  handle: ({ ctx, params, query }) => listListRecipients({ ctx, input: { ...query, ...params } }),
})
