import { deleteFlow } from '#shared/domain/chatbot/index.ts'
import { defineRoute } from '../../route.ts'
import { deletedSchema } from '../shared.ts'
import { flowParam } from './shared.ts'

export const deleteFlowRoute = defineRoute({
  id: 'chatbot.deleteFlow',
  method: 'delete',
  path: '/chatbot/flows/{flowId}',
  scope: 'manage',
  reach: 'app',
  tag: 'Chatbot',
  summary: 'Delete a flow (cascades steps & sessions)',
  description: 'Running conversations end without a message.',
  params: flowParam,
  data: deletedSchema,
  errors: ['NOT_FOUND'],
  handle: async ({ ctx, params }) => {
    await deleteFlow({ ctx, input: params })
    return { id: params.flowId, deleted: true }
  },
})
