import { getList, listSchema } from '#shared/domain/broadcast/index.ts'
import { defineRoute } from '../../../route.ts'
import { listParam } from '../shared.ts'

export const getListRoute = defineRoute({
  id: 'lists.get',
  method: 'get',
  path: '/broadcast/lists/{id}',
  scope: 'read',
  reach: 'app',
  tag: 'Broadcast',
  summary: 'Get a recipient list',
  description: 'Answers the name and the number of recipients. Another endpoint lists the recipients.',
  params: listParam,
  data: listSchema,
  errors: ['NOT_FOUND'],
  handle: ({ ctx, params }) => getList({ ctx, input: params }),
})
