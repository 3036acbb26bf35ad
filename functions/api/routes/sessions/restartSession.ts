import { restartSession, sessionSchema } from '#shared/domain/sessions/index.ts'
import { defineRoute } from '../../route.ts'
import { sessionParam } from '../shared.ts'

export const restartSessionRoute = defineRoute({
  id: 'sessions.restart',
  method: 'post',
  path: '/sessions/{id}/restart',
  scope: 'manage',
  reach: ({ params }) => params.id,
  tag: 'Sessions',
  summary: 'Restart the session (re-connect WhatsApp)',
  description: 'A linked session reconnects. An unlinked session begins with a new QR code.',
  params: sessionParam,
  data: sessionSchema,
  errors: ['NOT_FOUND', 'CONFLICT'],
  handle: ({ ctx, params }) => restartSession({ ctx, input: params }),
})
