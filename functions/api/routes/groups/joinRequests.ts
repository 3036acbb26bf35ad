import { z } from 'zod'
import type { JoinDecision } from '#shared/contracts/groups.ts'
import {
  decideJoinRequests,
  joinRequestViewSchema,
  listJoinRequests,
  participantResultSchema,
} from '#shared/domain/groups/index.ts'
import { defineRoute } from '../../route.ts'
import { CONNECTOR_REQUEST_ERRORS } from '../shared.ts'
import { groupParam, participantsField, sessionBody, sessionGroupParams } from './shared.ts'

export const listJoinRequestsRoute = defineRoute({
  id: 'groups.listJoinRequests',
  method: 'get',
  path: '/groups/{sessionId}/{groupId}/requests',
  tag: 'Groups',
  summary: 'List the requests to join a group',
  description: 'Requests by the invite link, if `joinApproval` is on. Requires an admin of the group.',
  params: sessionGroupParams,
  data: z.array(joinRequestViewSchema),
  errors: CONNECTOR_REQUEST_ERRORS,
  handle: ({ ctx, params }) => listJoinRequests({ ctx, input: params }),
})

export const approveJoinRequestsRoute = decisionRoute('approve', 'Approve requests to join a group')
export const rejectJoinRequestsRoute = decisionRoute('reject', 'Reject requests to join a group')

function decisionRoute(decision: JoinDecision, summary: string) {
  return defineRoute({
    id: `groups.${decision}JoinRequests`,
    method: 'post',
    path: `/groups/{groupId}/requests/${decision}`,
    tag: 'Groups',
    summary,
    description: 'Requires an admin of the group.',
    params: groupParam,
    body: sessionBody.extend({ participants: participantsField }),
    data: z.array(participantResultSchema),
    errors: CONNECTOR_REQUEST_ERRORS,
    handle: ({ ctx, params, body: { session: sessionId, participants } }) =>
      decideJoinRequests({ ctx, input: { sessionId, ...params, decision, participants } }),
  })
}
