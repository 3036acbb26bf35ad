import { tickCampaign } from '#shared/domain/broadcast/index.ts'
import { defineJob } from './job.ts'

export const campaignTick = defineJob({
  name: 'campaign-tick',
  handle: async (ctx, input) => {
    await tickCampaign({ ctx, input })
    return 'done'
  },
})
