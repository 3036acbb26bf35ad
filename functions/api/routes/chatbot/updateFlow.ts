import { flowPatch, flowSchema, updateFlow } from '#shared/domain/chatbot/index.ts'
import { defineRoute } from '../../route.ts'
import { flowParam } from './shared.ts'

export const updateFlowRoute = defineRoute({
  method: 'update',
  path: '/chatbot/flows/{flowId}',
  tag: 'Chatbot',
  summary: 'Update a flow (name, trigger, session, enabled)',
  description:
    'What you leave out stays. Name and `enabled` count at once; of a published flow, another trigger or start counts when you ' +
    'publish it again, and another session wants it unpublished first.',
  params: flowParam,
  body: flowPatch,
  data: flowSchema,
  errors: ['NOT_FOUND', 'CONFLICT'],
  handle: ({ ctx, params, body }) => updateFlow({ ctx, input: { ...body, ...params } }),
})
