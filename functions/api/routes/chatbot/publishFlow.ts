import { flowSchema, publishedSchema, publishFlow, unpublishFlow } from '#shared/domain/chatbot/index.ts'
import { defineRoute } from '../../route.ts'
import { flowParam } from './shared.ts'

export const publishFlowRoute = defineRoute({
  id: 'chatbot.publishFlow',
  method: 'post',
  path: '/chatbot/flows/{flowId}/publish',
  scope: 'manage',
  reach: 'app',
  tag: 'Chatbot',
  summary: 'Publish a draft flow',
  description:
    'Checks the whole flow: `details` of a 400 lists all faults. Publish again to activate later changes. Running conversations ' +
    'finish with the version that they began with.',
  params: flowParam,
  data: publishedSchema,
  errors: ['NOT_FOUND', 'CONFLICT'],
  handle: ({ ctx, params }) => publishFlow({ ctx, input: params }),
})

export const unpublishFlowRoute = defineRoute({
  id: 'chatbot.unpublishFlow',
  method: 'post',
  path: '/chatbot/flows/{flowId}/unpublish',
  scope: 'manage',
  reach: 'app',
  tag: 'Chatbot',
  summary: 'Unpublish back to draft',
  description: 'No new conversation begins. Running conversations finish.',
  params: flowParam,
  data: flowSchema,
  errors: ['NOT_FOUND'],
  handle: ({ ctx, params }) => unpublishFlow({ ctx, input: params }),
})
