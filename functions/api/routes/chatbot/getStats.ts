import { getStats, statsQuery, statsSchema } from '#shared/domain/chatbot/index.ts'
import { defineRoute } from '../../route.ts'

export const getStatsRoute = defineRoute({
  method: 'get',
  path: '/chatbot/stats',
  tag: 'Chatbot',
  summary: 'Get chatbot statistics for an app',
  description:
    'In all, by flow and step (where people leave), and by day; as far back as conversations are kept.',
  query: statsQuery,
  data: statsSchema,
  errors: ['NOT_FOUND'],
  handle: ({ ctx, query }) => getStats({ ctx, input: query }),
})
