import { z } from 'zod'
import { deleteSession } from '#shared/domain/sessions/index.ts'
import { defineRoute } from '../../route.ts'
import { sessionParam } from '../shared.ts'

export const deleteSessionRoute = defineRoute({
  id: 'sessions.delete',
  method: 'delete',
  path: '/sessions/{id}',
  tag: 'Sessions',
  summary: 'Permanently delete the session and all its data',
  description: 'The phone shows the session as unlinked, and its messages are deleted.',
  params: sessionParam,
  data: z.object({ id: z.string(), deleted: z.literal(true) }),
  errors: ['NOT_FOUND'],
  handle: async ({ ctx, params }) => {
    await deleteSession({ ctx, input: params })
    return { id: params.id, deleted: true }
  },
})
