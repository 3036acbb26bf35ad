import { deleteList } from '#shared/domain/broadcast/index.ts'
import { defineRoute } from '../../../route.ts'
import { deletedSchema } from '../../shared.ts'
import { listParam } from '../shared.ts'

export const deleteListRoute = defineRoute({
  id: 'lists.delete',
  method: 'delete',
  path: '/broadcast/lists/{id}',
  scope: 'send',
  reach: 'app',
  tag: 'Broadcast',
  summary: 'Delete a recipient list',
  description: 'Campaigns that were created from the list keep their own copies.',
  params: listParam,
  data: deletedSchema,
  errors: ['NOT_FOUND'],
  handle: async ({ ctx, params }) => {
    await deleteList({ ctx, input: params })
    return { id: params.id, deleted: true }
  },
})
