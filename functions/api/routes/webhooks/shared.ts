import { z } from 'zod'

export const webhookParam = z.strictObject({
  id: z.string().meta({ description: 'Webhook ID', example: 'whk_4fG7hJ2kL9mNpQrSt5vW' }),
})

/** Number of deliveries that are sent again. */
export const replayedSchema = z
  .object({
    replayed: z
      .number()
      .int()
      .meta({ description: 'Number of deliveries that the gateway sends again', example: 12 }),
  })
  .meta({ id: 'Replayed', description: 'The answer of a replay', example: { replayed: 12 } })
