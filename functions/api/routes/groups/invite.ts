import { getInvite, inviteSchema } from '#shared/domain/groups/index.ts'
import { defineRoute } from '../../route.ts'
import { CONNECTOR_READ_ERRORS, CONNECTOR_REQUEST_ERRORS } from '../shared.ts'
import { groupParam, sessionBody, sessionGroupParams } from './shared.ts'

export const getInviteRoute = defineRoute({
  id: 'groups.getInvite',
  method: 'get',
  path: '/groups/{sessionId}/{groupId}/invite',
  scope: 'read',
  reach: ({ params }) => params.sessionId,
  tag: 'Groups',
  summary: "Get a group's invite link",
  description: 'Asks WhatsApp for the link. Requires an admin of the group, and a connected session.',
  params: sessionGroupParams,
  data: inviteSchema,
  errors: CONNECTOR_READ_ERRORS,
  handle: ({ ctx, params }) => getInvite({ ctx, input: { ...params, revoke: false } }),
})

export const revokeInviteRoute = defineRoute({
  id: 'groups.revokeInvite',
  method: 'post',
  path: '/groups/{groupId}/invite/revoke',
  scope: 'manage',
  reach: ({ body }) => body.session,
  tag: 'Groups',
  summary: "Replace a group's invite link",
  description:
    'The old link becomes invalid, and the answer has the new link. Requires an admin of the group, and a connected session.',
  params: groupParam,
  body: sessionBody,
  example: { session: 'YoNofiM9vtHy' },
  data: inviteSchema,
  errors: CONNECTOR_REQUEST_ERRORS,
  handle: ({ ctx, params, body }) =>
    getInvite({ ctx, input: { sessionId: body.session, ...params, revoke: true } }),
})
