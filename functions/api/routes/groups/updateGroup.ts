import { groupDetailSchema, updateGroup } from '#shared/domain/groups/index.ts'
import { defineRoute } from '../../route.ts'
import { CONNECTOR_REQUEST_ERRORS } from '../shared.ts'
import { descriptionField, groupParam, sessionBody, subjectField } from './shared.ts'

export const updateGroupRoute = defineRoute({
  id: 'groups.update',
  method: 'update',
  path: '/groups/{groupId}',
  tag: 'Groups',
  summary: 'Update group subject or description',
  description: 'Omitted fields stay unchanged.',
  params: groupParam,
  body: sessionBody
    .extend({ subject: subjectField.optional(), description: descriptionField.optional() })
    .refine(({ subject, description }) => subject !== undefined || description !== undefined, {
      path: ['subject'],
      message: 'Give a subject, a description, or both',
    }),
  data: groupDetailSchema,
  errors: CONNECTOR_REQUEST_ERRORS,
  handle: ({ ctx, params, body: { session: sessionId, ...changes } }) =>
    updateGroup({ ctx, input: { sessionId, ...params, ...changes } }),
})
