import type { MemberAction } from '#shared/contracts/groups.ts'
import { changeMembers, participantResultSchema } from '#shared/domain/groups/index.ts'
import { listOf } from '../../envelope.ts'
import { defineRoute } from '../../route.ts'
import { CONNECTOR_REQUEST_ERRORS } from '../shared.ts'
import { groupParam, participantsBody } from './shared.ts'

export const addParticipantsRoute = membersRoute(
  'add',
  'Add participants to a group',
  'A participant whose privacy settings forbid additions gets the outcome `invite_needed`, with an invite code that you may send. ',
)
export const removeParticipantsRoute = membersRoute(
  'remove',
  'Remove participants from a group',
  'A removed participant cannot read later messages. ',
)
export const promoteParticipantsRoute = membersRoute('promote', 'Make participants admins')
export const demoteParticipantsRoute = membersRoute('demote', 'Make admins participants again')

function membersRoute(action: MemberAction, summary: string, more = '') {
  return defineRoute({
    id: `groups.${action}Participants`,
    method: 'post',
    path: `/groups/{groupId}/participants/${action}`,
    scope: 'manage',
    reach: ({ body }) => body.session,
    tag: 'Groups',
    summary,
    description:
      `Each participant has its own outcome: WhatsApp may refuse one and accept the others. ${more}Requires an admin of the group, ` +
      'and a connected session.',
    params: groupParam,
    body: participantsBody,
    example: { session: 'YoNofiM9vtHy', participants: ['905551234567'] },
    data: listOf(participantResultSchema),
    errors: CONNECTOR_REQUEST_ERRORS,
    handle: ({ ctx, params, body: { session: sessionId, participants } }) =>
      changeMembers({ ctx, input: { sessionId, ...params, action, participants } }),
  })
}
