import { deliver } from '#shared/domain/deliveries/index.ts'
import { defineJob } from './job.ts'

export const deliverWebhook = defineJob({
  name: 'deliver-webhook',
  handle: async (ctx, input) => ((await deliver({ ctx, input })) === 'busy' ? 'again' : 'done'),
})
