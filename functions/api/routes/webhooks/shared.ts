import { z } from 'zod'

export const webhookParam = z.strictObject({
  id: z.string().meta({ description: 'Webhook ID', example: 'whk_4fG7hJ2kL9mN' }),
})

/** Number of deliveries that are sent again. */
export const replayedSchema = z.object({ replayed: z.number().int().meta({ example: 12 }) })
