import { z } from 'zod'
import { sessionSchema, updateSession } from '#shared/domain/sessions/index.ts'
import { defineRoute } from '../../route.ts'
import { sessionParam } from '../shared.ts'
import { settings } from './settings.ts'

export const updateSessionRoute = defineRoute({
  id: 'sessions.update',
  method: 'update',
  path: '/sessions/{id}',
  scope: 'manage',
  reach: ({ params }) => params.id,
  tag: 'Sessions',
  summary: 'Update the name and the settings of a session',
  description: 'Omitted fields stay unchanged. The session stays connected.',
  params: sessionParam,
  body: z.strictObject({
    name: settings.name.optional(),
    receiveStatus: settings.receiveStatus.optional(),
  }),
  example: { receiveStatus: true },
  data: sessionSchema,
  errors: ['NOT_FOUND', 'CONFLICT'],
  handle: ({ ctx, params, body }) => updateSession({ ctx, input: { ...body, ...params } }),
})
