import { z } from 'zod'
import { lifetimeSchema } from '#shared/contracts/chats.ts'
import { groupDetailSchema, updateGroup } from '#shared/domain/groups/index.ts'
import { atLeastOneOf } from '#shared/input/index.ts'
import { defineRoute } from '../../route.ts'
import { CONNECTOR_REQUEST_ERRORS } from '../shared.ts'
import { groupParam, sessionBody } from './shared.ts'

const settings = z
  .strictObject({
    announce: z.boolean().meta({ description: 'True if only admins may send messages', example: true }),
    locked: z.boolean().meta({
      description: 'True if only admins may change subject, description and picture',
      example: true,
    }),
    ephemeralSeconds: lifetimeSchema,
    joinApproval: z.boolean().meta({
      description: 'True if admins must approve members who join by the invite link',
      example: true,
    }),
  })
  .partial()

export const setGroupSettingsRoute = defineRoute({
  id: 'groups.setSettings',
  method: 'update',
  path: '/groups/{groupId}/settings',
  scope: 'manage',
  reach: ({ body }) => body.session,
  tag: 'Groups',
  summary: 'Change the settings of a group',
  description:
    'Omitted settings stay unchanged, and at least one setting is required. Requires an admin of the group, and a connected session.',
  params: groupParam,
  body: atLeastOneOf(
    sessionBody.extend(settings.shape),
    ['announce', 'locked', 'ephemeralSeconds', 'joinApproval'],
    'Give at least one setting',
  ),
  example: { session: 'YoNofiM9vtHy', announce: true },
  data: groupDetailSchema,
  errors: CONNECTOR_REQUEST_ERRORS,
  handle: ({ ctx, params, body: { session: sessionId, ...changes } }) =>
    updateGroup({ ctx, input: { sessionId, ...params, ...changes } }),
})
