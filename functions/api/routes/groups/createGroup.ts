import { createdGroupSchema, createGroup } from '#shared/domain/groups/index.ts'
import { defineRoute } from '../../route.ts'
import { CONNECTOR_REQUEST_ERRORS } from '../shared.ts'
import { participantsField, sessionBody, subjectField } from './shared.ts'

export const createGroupRoute = defineRoute({
  id: 'groups.create',
  method: 'post',
  path: '/groups/create',
  scope: 'manage',
  reach: ({ body }) => body.session,
  tag: 'Groups',
  summary: 'Create a new group',
  description:
    'WhatsApp may refuse some of the participants: `results` has the outcome of each. Use an `Idempotency-Key`: a repetition with the ' +
    'same key after a time-out creates no second group, and returns the first.',
  body: sessionBody.extend({ subject: subjectField, participants: participantsField }),
  example: { session: 'YoNofiM9vtHy', subject: 'Orders', participants: ['905551234567'] },
  status: 201,
  data: createdGroupSchema,
  errors: CONNECTOR_REQUEST_ERRORS,
  handle: ({ ctx, body: { session: sessionId, ...rest } }) =>
    createGroup({ ctx, input: { sessionId, ...rest } }),
})
