import { flowPatch, flowSchema, flowWithStepsSchema, updateFlow } from '#shared/domain/chatbot/index.ts'
import { defineRoute } from '../../route.ts'
import { flowParam } from './shared.ts'

export const updateFlowRoute = defineRoute({
  id: 'chatbot.updateFlow',
  method: 'update',
  path: '/chatbot/flows/{flowId}',
  scope: 'manage',
  reach: 'app',
  tag: 'Chatbot',
  summary: 'Update a flow (name, trigger, session, enabled)',
  description:
    'Omitted fields stay unchanged. Changes of name and `enabled` take effect immediately. Changes of trigger or start of a ' +
    'published flow take effect when you publish it again. To change its session, unpublish the flow first.',
  params: flowParam,
  body: flowPatch,
  example: { name: 'Welcome Bot', enabled: true },
  data: flowSchema,
  resource: flowWithStepsSchema,
  errors: ['NOT_FOUND', 'CONFLICT'],
  handle: ({ ctx, params, body }) => updateFlow({ ctx, input: { ...body, ...params } }),
})
