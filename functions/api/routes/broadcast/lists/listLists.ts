import { listLists, listSchema } from '#shared/domain/broadcast/index.ts'
import { defineRoute } from '../../../route.ts'
import { pageQuery } from '../../shared.ts'

export const listListsRoute = defineRoute({
  id: 'lists.list',
  method: 'get',
  path: '/broadcast/lists',
  scope: 'read',
  reach: 'app',
  tag: 'Broadcast',
  summary: 'Get all recipient lists',
  description: 'Lists the recipient lists of the app of your key, newest first.',
  query: pageQuery,
  data: listSchema,
  list: true,
  errors: [],
  handle: ({ ctx, query }) => listLists({ ctx, input: query }),
})
