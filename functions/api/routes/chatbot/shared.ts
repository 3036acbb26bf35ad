import { z } from 'zod'

export const flowParam = z.strictObject({
  flowId: z.string().meta({ description: 'Flow ID', example: 'flw_4fG7hJ2kL9mN' }),
})

export const stepParams = flowParam.extend({
  stepId: z.string().meta({ description: 'Step ID', example: 'stp_4fG7hJ2kL9mN' }),
})

/** Optional, because a key belongs to one app. */
export const appQuery = z.strictObject({
  appId: z.string().optional().meta({ description: 'App ID', example: 'app_4fG7hJ2kL9mN' }),
})
