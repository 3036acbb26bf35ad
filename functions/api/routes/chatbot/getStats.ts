import { getStats, statsQuery, statsSchema } from '#shared/domain/chatbot/index.ts'
import { defineRoute } from '../../route.ts'

export const getStatsRoute = defineRoute({
  id: 'chatbot.getStats',
  method: 'get',
  path: '/chatbot/stats',
  scope: 'read',
  reach: 'app',
  tag: 'Chatbot',
  summary: 'Get chatbot statistics for an app',
  description:
    'Totals, by flow and step (including drop-offs), and by day, for the retention period of conversations.',
  query: statsQuery,
  data: statsSchema,
  errors: ['NOT_FOUND'],
  handle: ({ ctx, query }) => getStats({ ctx, input: query }),
})
