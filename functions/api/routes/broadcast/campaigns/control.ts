import {
  campaignSchema,
  cancelCampaign,
  pauseCampaign,
  resumeCampaign,
  startCampaign,
} from '#shared/domain/broadcast/index.ts'
import { defineRoute } from '../../../route.ts'
import { campaignParam } from '../shared.ts'

const control = {
  method: 'post',
  tag: 'Broadcast',
  params: campaignParam,
  data: campaignSchema,
} as const
const ERRORS = ['NOT_FOUND', 'CONFLICT'] as const

export const startCampaignRoute = defineRoute({
  id: 'campaigns.start',
  ...control,
  path: '/broadcast/campaigns/{id}/start',
  scope: 'send',
  reach: 'app',
  summary: 'Start a draft',
  description:
    'The draft starts immediately, or at its `scheduledAt`. At the start, either all recipients count towards the monthly quota, or ' +
    'the request is refused.',
  errors: [...ERRORS, 'LIMIT_EXCEEDED'],
  handle: ({ ctx, params }) => startCampaign({ ctx, input: params }),
})

export const pauseCampaignRoute = defineRoute({
  id: 'campaigns.pause',
  ...control,
  path: '/broadcast/campaigns/{id}/pause',
  scope: 'send',
  reach: 'app',
  summary: 'Pause a broadcast until you resume it',
  description:
    'At most one message that is already queued is still sent. The units of the remaining recipients stay reserved.',
  errors: ERRORS,
  handle: ({ ctx, params }) => pauseCampaign({ ctx, input: params }),
})

export const resumeCampaignRoute = defineRoute({
  id: 'campaigns.resume',
  ...control,
  path: '/broadcast/campaigns/{id}/resume',
  scope: 'send',
  reach: 'app',
  summary: 'Resume a paused broadcast',
  description: 'The campaign continues with its next recipient.',
  errors: ERRORS,
  handle: ({ ctx, params }) => resumeCampaign({ ctx, input: params }),
})

export const cancelCampaignRoute = defineRoute({
  id: 'campaigns.cancel',
  ...control,
  path: '/broadcast/campaigns/{id}/cancel',
  scope: 'send',
  reach: 'app',
  summary: 'Cancel an in-progress broadcast',
  description:
    'A cancelled campaign cannot be resumed. Unsent recipients stay `pending`, and their messages return to the monthly quota.',
  errors: ERRORS,
  handle: ({ ctx, params }) => cancelCampaign({ ctx, input: params }),
})
