import { createFlow, flowInput, flowWithStepsSchema } from '#shared/domain/chatbot/index.ts'
import { defineRoute } from '../../route.ts'

export const createFlowRoute = defineRoute({
  id: 'chatbot.createFlow',
  method: 'post',
  path: '/chatbot/flows',
  tag: 'Chatbot',
  summary: 'Create a new flow',
  description: 'A draft without steps. Add steps, then publish it.',
  body: flowInput,
  status: 201,
  data: flowWithStepsSchema,
  errors: ['NOT_FOUND', 'LIMIT_EXCEEDED'],
  handle: ({ ctx, body }) => createFlow({ ctx, input: body }),
})
