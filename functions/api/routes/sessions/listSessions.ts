import { listSessions, sessionSchema } from '#shared/domain/sessions/index.ts'
import { defineRoute } from '../../route.ts'
import { pageQuery } from '../shared.ts'

export const listSessionsRoute = defineRoute({
  id: 'sessions.list',
  method: 'get',
  path: '/sessions',
  scope: 'read',
  reach: 'key',
  tag: 'Sessions',
  summary: 'List all your sessions',
  description: 'Lists the sessions of the app of your key, newest first.',
  query: pageQuery,
  data: sessionSchema,
  list: true,
  errors: [],
  handle: ({ ctx, query }) => listSessions({ ctx, input: query }),
})
