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
  ...control,
  path: '/broadcast/campaigns/{id}/start',
  summary: 'Start a draft',
  description: 'At once, or at its `scheduledAt`.',
  errors: [...ERRORS, 'LIMIT_EXCEEDED'],
  handle: ({ ctx, params }) => startCampaign({ ctx, input: params }),
})

export const pauseCampaignRoute = defineRoute({
  ...control,
  path: '/broadcast/campaigns/{id}/pause',
  summary: 'Pause a broadcast until you resume it',
  description: 'What is in the queue already still goes: one message at the most.',
  errors: ERRORS,
  handle: ({ ctx, params }) => pauseCampaign({ ctx, input: params }),
})

export const resumeCampaignRoute = defineRoute({
  ...control,
  path: '/broadcast/campaigns/{id}/resume',
  summary: 'Go on with a paused broadcast',
  errors: ERRORS,
  handle: ({ ctx, params }) => resumeCampaign({ ctx, input: params }),
})

export const cancelCampaignRoute = defineRoute({
  ...control,
  path: '/broadcast/campaigns/{id}/cancel',
  summary: 'Cancel an in-progress broadcast',
  description: 'For good. Whoever was not written to stays `pending`, and is given back to the month.',
  errors: ERRORS,
  handle: ({ ctx, params }) => cancelCampaign({ ctx, input: params }),
})
