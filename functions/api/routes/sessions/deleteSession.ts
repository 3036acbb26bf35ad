import { deleteSession } from '#shared/domain/sessionRemoval/index.ts'
import { defineRoute } from '../../route.ts'
import { deletedSchema, sessionParam } from '../shared.ts'

export const deleteSessionRoute = defineRoute({
  id: 'sessions.delete',
  method: 'delete',
  path: '/sessions/{id}',
  scope: 'manage',
  reach: ({ params }) => params.id,
  tag: 'Sessions',
  summary: 'Permanently delete the session and all its data',
  description:
    'The gateway unlinks the session from its phone, and deletes its messages, contacts and groups. A deletion cannot be undone.',
  params: sessionParam,
  data: deletedSchema,
  errors: ['NOT_FOUND'],
  handle: async ({ ctx, params }) => {
    await deleteSession({ ctx, input: params })
    return { id: params.id, deleted: true }
  },
})
