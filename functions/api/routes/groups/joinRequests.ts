import type { JoinDecision } from '#shared/contracts/groups.ts'
import {
  decideJoinRequests,
  joinRequestViewSchema,
  listJoinRequests,
  participantResultSchema,
} from '#shared/domain/groups/index.ts'
import { listOf } from '../../envelope.ts'
import { defineRoute } from '../../route.ts'
import { CONNECTOR_READ_ERRORS, CONNECTOR_REQUEST_ERRORS } from '../shared.ts'
import { groupParam, participantsBody, sessionGroupParams } from './shared.ts'

export const listJoinRequestsRoute = defineRoute({
  id: 'groups.listJoinRequests',
  method: 'get',
  path: '/groups/{sessionId}/{groupId}/requests',
  scope: 'read',
  reach: ({ params }) => params.sessionId,
  tag: 'Groups',
  summary: 'List the requests to join a group',
  description:
    'Lists the people who used the invite link of a group with `joinApproval`. Requires an admin of the group, and a connected session.',
  params: sessionGroupParams,
  data: listOf(joinRequestViewSchema),
  errors: CONNECTOR_READ_ERRORS,
  handle: ({ ctx, params }) => listJoinRequests({ ctx, input: params }),
})

export const approveJoinRequestsRoute = decisionRoute('approve', 'Approve requests to join a group')
export const rejectJoinRequestsRoute = decisionRoute('reject', 'Reject requests to join a group')

function decisionRoute(decision: JoinDecision, summary: string) {
  return defineRoute({
    id: `groups.${decision}JoinRequests`,
    method: 'post',
    path: `/groups/{groupId}/requests/${decision}`,
    scope: 'manage',
    reach: ({ body }) => body.session,
    tag: 'Groups',
    summary,
    description:
      'Each person has its own outcome: WhatsApp may refuse one and accept the others. Requires an admin of the group, and a connected ' +
      'session.',
    params: groupParam,
    body: participantsBody,
    example: { session: 'YoNofiM9vtHy', participants: ['905551234567'] },
    data: listOf(participantResultSchema),
    errors: CONNECTOR_REQUEST_ERRORS,
    handle: ({ ctx, params, body: { session: sessionId, participants } }) =>
      decideJoinRequests({ ctx, input: { sessionId, ...params, decision, participants } }),
  })
}
