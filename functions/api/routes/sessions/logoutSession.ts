import { logoutSession, sessionSchema } from '#shared/domain/sessions/index.ts'
import { defineRoute } from '../../route.ts'
import { sessionParam } from '../shared.ts'

export const logoutSessionRoute = defineRoute({
  id: 'sessions.logout',
  method: 'post',
  path: '/sessions/{id}/logout',
  scope: 'manage',
  reach: ({ params }) => params.id,
  tag: 'Sessions',
  summary: 'Unlink the session from its phone, and keep its history',
  description: 'The status becomes `disconnected` with the reason `logged_out` shortly afterwards.',
  params: sessionParam,
  data: sessionSchema,
  errors: ['NOT_FOUND'],
  handle: ({ ctx, params }) => logoutSession({ ctx, input: params }),
})
