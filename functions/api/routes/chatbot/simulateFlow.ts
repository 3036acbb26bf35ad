import { simulateFlow, simulationInput, simulationSchema } from '#shared/domain/chatbot/index.ts'
import { defineRoute } from '../../route.ts'
import { flowParam } from './shared.ts'

export const simulateFlowRoute = defineRoute({
  id: 'chatbot.simulateFlow',
  method: 'post',
  path: '/chatbot/flows/{flowId}/simulate',
  scope: 'manage',
  reach: 'app',
  tag: 'Chatbot',
  summary: 'Simulate flow execution with test messages',
  description: 'The simulation uses the real engine, but sends, calls and stores nothing.',
  params: flowParam,
  body: simulationInput,
  example: { messages: ['hello', '2', { advanceSeconds: 3600 }] },
  data: simulationSchema,
  errors: ['NOT_FOUND', 'CONFLICT'],
  handle: ({ ctx, params, body }) => simulateFlow({ ctx, input: { ...body, ...params } }),
})
