import { getSession, sessionSchema } from '#shared/domain/sessions/index.ts'
import { defineRoute } from '../../route.ts'
import { sessionParam } from '../shared.ts'

export const getSessionStatusRoute = defineRoute({
  id: 'sessions.getStatus',
  method: 'get',
  path: '/sessions/{id}/status',
  tag: 'Sessions',
  summary: 'Check connection status (connected / connecting / disconnected)',
  params: sessionParam,
  data: sessionSchema.pick({ id: true, status: true, reason: true, connectedAt: true }),
  errors: ['NOT_FOUND'],
  handle: ({ ctx, params }) => getSession({ ctx, input: params }),
})
