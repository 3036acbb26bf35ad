import { flowSchema, publishedSchema, publishFlow, unpublishFlow } from '#shared/domain/chatbot/index.ts'
import { defineRoute } from '../../route.ts'
import { flowParam } from './shared.ts'

export const publishFlowRoute = defineRoute({
  method: 'post',
  path: '/chatbot/flows/{flowId}/publish',
  tag: 'Chatbot',
  summary: 'Publish a draft flow',
  description:
    'Looks the whole flow through: `details` of a 400 lists everything that is wrong at once. Publish again to have later changes ' +
    'go live; conversations under way finish on what they began with.',
  params: flowParam,
  data: publishedSchema,
  errors: ['NOT_FOUND', 'CONFLICT'],
  handle: ({ ctx, params }) => publishFlow({ ctx, input: params }),
})

export const unpublishFlowRoute = defineRoute({
  method: 'post',
  path: '/chatbot/flows/{flowId}/unpublish',
  tag: 'Chatbot',
  summary: 'Unpublish back to draft',
  description: 'No conversation begins any more; those under way finish.',
  params: flowParam,
  data: flowSchema,
  errors: ['NOT_FOUND'],
  handle: ({ ctx, params }) => unpublishFlow({ ctx, input: params }),
})
