import { createFlow, flowInput, flowWithStepsSchema } from '#shared/domain/chatbot/index.ts'
import { defineRoute } from '../../route.ts'

export const createFlowRoute = defineRoute({
  id: 'chatbot.createFlow',
  method: 'post',
  path: '/chatbot/flows',
  scope: 'manage',
  reach: 'app',
  tag: 'Chatbot',
  summary: 'Create a new flow',
  description: 'Creates a draft without steps. Add steps, then publish the flow.',
  body: flowInput,
  example: {
    appId: 'app_4fG7hJ2kL9mNpQrSt5vW',
    name: 'Welcome Bot',
    triggerType: 'keyword',
    triggerValue: { keywords: ['hello', 'hi', 'merhaba'], matchType: 'contains' },
    sessionId: 'YoNofiM9vtHy',
  },
  status: 201,
  data: flowWithStepsSchema,
  errors: ['NOT_FOUND', 'LIMIT_EXCEEDED'],
  handle: ({ ctx, body }) => createFlow({ ctx, input: body }),
})
