import { flowWithStepsSchema, getFlow } from '#shared/domain/chatbot/index.ts'
import { defineRoute } from '../../route.ts'
import { flowParam } from './shared.ts'

export const getFlowRoute = defineRoute({
  id: 'chatbot.getFlow',
  method: 'get',
  path: '/chatbot/flows/{flowId}',
  scope: 'read',
  reach: 'app',
  tag: 'Chatbot',
  summary: 'Get flow details with steps',
  description: 'Answers the draft, which may differ from the published version.',
  params: flowParam,
  data: flowWithStepsSchema,
  errors: ['NOT_FOUND'],
  handle: ({ ctx, params }) => getFlow({ ctx, input: params }),
})
