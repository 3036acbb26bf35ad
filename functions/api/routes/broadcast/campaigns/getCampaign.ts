import { campaignSchema, getCampaign } from '#shared/domain/broadcast/index.ts'
import { defineRoute } from '../../../route.ts'
import { campaignParam } from '../shared.ts'

export const getCampaignRoute = defineRoute({
  id: 'campaigns.get',
  method: 'get',
  path: '/broadcast/campaigns/{id}',
  scope: 'read',
  reach: 'app',
  tag: 'Broadcast',
  summary: 'Get campaign details and delivery status',
  description:
    'Answers the campaign with the number of recipients by status, its progress and its estimated end.',
  params: campaignParam,
  data: campaignSchema,
  errors: ['NOT_FOUND'],
  handle: ({ ctx, params }) => getCampaign({ ctx, input: params }),
})
