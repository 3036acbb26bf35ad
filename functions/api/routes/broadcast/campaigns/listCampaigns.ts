import { campaignSchema, listCampaigns } from '#shared/domain/broadcast/index.ts'
import { defineRoute } from '../../../route.ts'
import { pageQuery } from '../../shared.ts'

export const listCampaignsRoute = defineRoute({
  id: 'campaigns.list',
  method: 'get',
  path: '/broadcast/campaigns',
  scope: 'read',
  reach: 'app',
  tag: 'Broadcast',
  summary: 'List all campaigns',
  description: 'Lists the campaigns of the app of your key, newest first, each with its progress.',
  query: pageQuery,
  data: campaignSchema,
  list: true,
  errors: [],
  handle: ({ ctx, query }) => listCampaigns({ ctx, input: query }),
})
