import { z } from 'zod'
import { leaveGroup } from '#shared/domain/groups/index.ts'
import { defineRoute } from '../../route.ts'
import { CONNECTOR_REQUEST_ERRORS } from '../shared.ts'
import { groupParam, sessionBody } from './shared.ts'

export const leaveGroupRoute = defineRoute({
  id: 'groups.leave',
  method: 'post',
  path: '/groups/{groupId}/leave',
  scope: 'manage',
  reach: ({ body }) => body.session,
  tag: 'Groups',
  summary: 'Leave a group',
  description:
    'The session leaves the group, and receives no further messages of the group. The session must be connected.',
  params: groupParam,
  body: sessionBody,
  example: { session: 'YoNofiM9vtHy' },
  data: z
    .object({
      groupId: groupParam.shape.groupId,
      left: z.literal(true).meta({ description: 'The session is no longer a member', example: true }),
    })
    .meta({
      id: 'GroupLeft',
      description: 'The group that the session has left',
      example: { groupId: '120363041234567890@g.us', left: true },
    }),
  errors: CONNECTOR_REQUEST_ERRORS,
  handle: async ({ ctx, params, body }) => {
    await leaveGroup({ ctx, input: { sessionId: body.session, ...params } })
    return { ...params, left: true }
  },
})
