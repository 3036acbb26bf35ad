import { z } from 'zod'
import { secretSchema } from '#shared/domain/webhooks/index.ts'

export const webhookParam = z.strictObject({
  id: z.string().meta({ description: 'Webhook ID', example: 'whk_4fG7hJ2kL9mNpQrSt5vW' }),
})

export const deliveryParams = webhookParam.extend({
  deliveryId: z.string().meta({ description: 'Delivery ID', example: 'V1StGXR8_Z5jdHi6B-myT' }),
})

export const rotationBody = z.strictObject({
  secret: secretSchema.optional().meta({
    description:
      'The new secret: 16 characters or more, spaces and Unicode included. If absent, the gateway creates a secret',
    example: 'your_webhook_secret_min16chars',
  }),
})

export const replayBody = z.strictObject({
  since: z.iso
    .datetime({ offset: true })
    .transform((text) => new Date(text))
    .meta({
      description: 'Only deliveries of this time or later; ISO 8601 with an offset',
      example: '2026-06-24T10:30:00.000Z',
      type: 'string',
      format: 'date-time',
    }),
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
