import { deleteCampaign } from '#shared/domain/broadcast/index.ts'
import { defineRoute } from '../../../route.ts'
import { deletedSchema } from '../../shared.ts'
import { campaignParam } from '../shared.ts'

export const deleteCampaignRoute = defineRoute({
  id: 'campaigns.delete',
  method: 'delete',
  path: '/broadcast/campaigns/{id}',
  scope: 'send',
  reach: 'app',
  tag: 'Broadcast',
  summary: 'Delete a finished campaign and its recipients',
  description:
    'Cancel a running campaign first. The messages of the campaign stay in the history as long as others do.',
  params: campaignParam,
  data: deletedSchema,
  errors: ['NOT_FOUND', 'CONFLICT'],
  handle: async ({ ctx, params }) => {
    await deleteCampaign({ ctx, input: params })
    return { id: params.id, deleted: true }
  },
})
