import { getSession, sessionSchema } from '#shared/domain/sessions/index.ts'
import { defineRoute } from '../../route.ts'
import { sessionParam } from '../shared.ts'

export const getSessionRoute = defineRoute({
  id: 'sessions.get',
  method: 'get',
  path: '/sessions/{id}',
  scope: 'read',
  reach: ({ params }) => params.id,
  tag: 'Sessions',
  summary: 'Get session details (status, phone, name)',
  description: 'Answers the state of the session in our database, without calling WhatsApp.',
  params: sessionParam,
  data: sessionSchema,
  errors: ['NOT_FOUND'],
  handle: ({ ctx, params }) => getSession({ ctx, input: params }),
})
