import { z } from 'zod'
import { leaveGroup } from '#shared/domain/groups/index.ts'
import { defineRoute } from '../../route.ts'
import { CONNECTOR_REQUEST_ERRORS } from '../shared.ts'
import { groupParam, sessionBody } from './shared.ts'

export const leaveGroupRoute = defineRoute({
  id: 'groups.leave',
  method: 'post',
  path: '/groups/{groupId}/leave',
  tag: 'Groups',
  summary: 'Leave a group',
  params: groupParam,
  body: sessionBody,
  data: z.object({ groupId: z.string(), left: z.literal(true) }),
  errors: CONNECTOR_REQUEST_ERRORS,
  handle: async ({ ctx, params, body }) => {
    await leaveGroup({ ctx, input: { sessionId: body.session, ...params } })
    return { ...params, left: true }
  },
})
