import { inviteCodeSchema, joinedSchema, joinGroup } from '#shared/domain/groups/index.ts'
import { defineRoute } from '../../route.ts'
import { CONNECTOR_REQUEST_ERRORS } from '../shared.ts'
import { sessionBody } from './shared.ts'

export const joinGroupRoute = defineRoute({
  id: 'groups.join',
  method: 'post',
  path: '/groups/join',
  scope: 'manage',
  reach: ({ body }) => body.session,
  tag: 'Groups',
  summary: 'Join a group by its invite link',
  description:
    'Joins the group immediately, or sends a join request if an admin must approve new members. The session must be connected.',
  body: sessionBody.extend({
    invite: inviteCodeSchema.meta({
      description: 'The invite link, or the code at its end',
      example: 'https://chat.whatsapp.com/CjQKHYwM7pA0VdQ2Q4dOi1',
    }),
  }),
  example: { session: 'YoNofiM9vtHy', invite: 'https://chat.whatsapp.com/CjQKHYwM7pA0VdQ2Q4dOi1' },
  data: joinedSchema,
  errors: CONNECTOR_REQUEST_ERRORS,
  handle: ({ ctx, body }) => joinGroup({ ctx, input: { sessionId: body.session, code: body.invite } }),
})
