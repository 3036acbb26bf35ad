import { flowSchema, listFlows } from '#shared/domain/chatbot/index.ts'
import { defineRoute } from '../../route.ts'
import { pageQuery } from '../shared.ts'
import { appQuery } from './shared.ts'

export const listFlowsRoute = defineRoute({
  id: 'chatbot.listFlows',
  method: 'get',
  path: '/chatbot/flows',
  scope: 'read',
  reach: 'app',
  tag: 'Chatbot',
  summary: 'List all chatbot flows for an app',
  description: 'Lists the flows of the app of your key, newest first, without their steps.',
  query: pageQuery.extend(appQuery.shape),
  data: flowSchema,
  list: true,
  errors: ['NOT_FOUND'],
  handle: ({ ctx, query }) => listFlows({ ctx, input: query }),
})
