import { z } from 'zod'
import { groupDetailSchema, updateGroup } from '#shared/domain/groups/index.ts'
import { defineRoute } from '../../route.ts'
import { CONNECTOR_REQUEST_ERRORS } from '../shared.ts'
import { groupParam, sessionBody } from './shared.ts'

const MAX_EPHEMERAL_SECONDS = 31_536_000

const settings = z
  .object({
    announce: z.boolean().meta({ description: 'Only admins write', example: true }),
    locked: z.boolean().meta({ description: 'Only admins change subject, description and picture' }),
    ephemeralSeconds: z.int().min(0).max(MAX_EPHEMERAL_SECONDS).meta({
      description:
        'After how long messages disappear: WhatsApp offers 86400, 604800 and 7776000; 0 keeps them',
    }),
    joinApproval: z.boolean().meta({ description: 'Admins let in who comes by the invite link' }),
  })
  .partial()

export const setGroupSettingsRoute = defineRoute({
  method: 'update',
  path: '/groups/{groupId}/settings',
  tag: 'Groups',
  summary: 'Change who may do what in a group',
  description: 'What you leave out stays. For admins.',
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
