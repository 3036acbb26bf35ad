import { getSession, sessionSchema } from '#shared/domain/sessions/index.ts'
import { defineRoute } from '../../route.ts'
import { sessionParam } from '../shared.ts'

export const getSessionStatusRoute = defineRoute({
  id: 'sessions.getStatus',
  method: 'get',
  path: '/sessions/{id}/status',
  scope: 'read',
  reach: ({ params }) => params.id,
  tag: 'Sessions',
  summary: 'Check connection status (connected / connecting / disconnected)',
  description: 'A short form of the session, for a client that waits for the connection.',
  params: sessionParam,
  data: sessionSchema
    .pick({
      id: true,
      status: true,
      reason: true,
      bannedUntil: true,
      banCause: true,
      retryAt: true,
      hint: true,
      connectedAt: true,
    })
    .meta({
      id: 'SessionState',
      description: 'The status of a session, with the reason if the session is not connected',
      example: { id: 'YoNofiM9vtHy', status: 'connected', connectedAt: '2026-06-24T10:30:00.000Z' },
    }),
  errors: ['NOT_FOUND'],
  handle: ({ ctx, params }) => getSession({ ctx, input: params }),
})
