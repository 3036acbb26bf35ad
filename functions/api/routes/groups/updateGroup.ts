import { groupDetailSchema, updateGroup } from '#shared/domain/groups/index.ts'
import { atLeastOneOf } from '#shared/input/index.ts'
import { defineRoute } from '../../route.ts'
import { CONNECTOR_REQUEST_ERRORS } from '../shared.ts'
import { descriptionField, sessionBody, subjectField, updatedGroupParam } from './shared.ts'

const removableDescription = descriptionField
  .nullable()
  .transform((text) => text ?? '')
  .optional()
  .meta({
    description: 'Description of the group. An empty text or null removes the description',
    example: 'Questions about orders',
  })

export const updateGroupRoute = defineRoute({
  id: 'groups.update',
  method: 'update',
  path: '/groups/{sessionOrGroupId}',
  scope: 'manage',
  reach: ({ body }) => body.session,
  tag: 'Groups',
  summary: 'Update group subject or description',
  description:
    'Omitted fields stay unchanged, and at least one field is required. The session must be connected. In a locked group, only admins ' +
    'may do this.',
  params: updatedGroupParam,
  body: atLeastOneOf(
    sessionBody.extend({ subject: subjectField.optional(), description: removableDescription }),
    ['subject', 'description'],
    'Give a subject, a description, or both',
  ),
  example: { session: 'YoNofiM9vtHy', subject: 'Orders', description: 'Questions about orders' },
  data: groupDetailSchema,
  errors: CONNECTOR_REQUEST_ERRORS,
  handle: ({ ctx, params, body: { session: sessionId, ...changes } }) =>
    updateGroup({ ctx, input: { sessionId, groupId: params.sessionOrGroupId, ...changes } }),
})
