import { duplicateFlow, flowWithStepsSchema } from '#shared/domain/chatbot/index.ts'
import { defineRoute } from '../../route.ts'
import { flowParam } from './shared.ts'

export const duplicateFlowRoute = defineRoute({
  id: 'chatbot.duplicateFlow',
  method: 'post',
  path: '/chatbot/flows/{flowId}/duplicate',
  scope: 'manage',
  reach: 'app',
  tag: 'Chatbot',
  summary: 'Duplicate a flow with all its steps',
  description: 'The copy is a draft, and its steps have new IDs.',
  params: flowParam,
  status: 201,
  data: flowWithStepsSchema,
  errors: ['NOT_FOUND', 'LIMIT_EXCEEDED'],
  handle: ({ ctx, params }) => duplicateFlow({ ctx, input: params }),
})
