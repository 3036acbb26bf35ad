import { z } from 'zod'
import { groupDetailSchema, updateGroup } from '#shared/domain/groups/index.ts'
import { defineRoute } from '../../route.ts'
import { CONNECTOR_REQUEST_ERRORS } from '../shared.ts'
import { groupParam, sessionBody } from './shared.ts'

const MAX_EPHEMERAL_SECONDS = 31_536_000

const settings = z
  .strictObject({
    announce: z.boolean().meta({ description: 'Only admins can send messages', example: true }),
    locked: z.boolean().meta({ description: 'Only admins can change subject, description and picture' }),
    ephemeralSeconds: z.int().min(0).max(MAX_EPHEMERAL_SECONDS).meta({
      description:
        'Time until messages disappear, in seconds. WhatsApp offers 86400, 604800 and 7776000; 0 keeps messages',
    }),
    joinApproval: z
      .boolean()
      .meta({ description: 'Admins must approve members who join by the invite link' }),
  })
  .partial()

export const setGroupSettingsRoute = defineRoute({
  id: 'groups.setSettings',
  method: 'update',
  path: '/groups/{groupId}/settings',
  tag: 'Groups',
  summary: 'Change the settings of a group',
  description: 'Omitted settings stay unchanged. Requires an admin of the group.',
  params: groupParam,
  body: sessionBody
    .extend(settings.shape)
    .refine((body) => Object.keys(settings.shape).some((name) => name in body), {
      path: ['announce'],
      message: 'Give at least one setting',
    }),
  data: groupDetailSchema,
  errors: CONNECTOR_REQUEST_ERRORS,
  handle: ({ ctx, params, body: { session: sessionId, ...changes } }) =>
    updateGroup({ ctx, input: { sessionId, ...params, ...changes } }),
})
