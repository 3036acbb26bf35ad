import { z } from 'zod'

export const flowParam = z.strictObject({
  flowId: z.string().meta({ description: 'Flow ID', example: 'flw_4fG7hJ2kL9mNpQrSt5vW' }),
})

export const stepParams = flowParam.extend({
  stepId: z.string().meta({ description: 'Step ID', example: 'stp_4fG7hJ2kL9mNpQrSt5vW' }),
})

/** Optional, because a key belongs to one app. */
export const appQuery = z.strictObject({
  appId: z.string().optional().meta({
    description: 'ID of the app of your key, which is the default. GET /me answers the ID',
    example: 'app_4fG7hJ2kL9mNpQrSt5vW',
  }),
})
