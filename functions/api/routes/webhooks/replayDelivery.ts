import { replayDelivery } from '#shared/domain/deliveries/index.ts'
import { defineRoute } from '../../route.ts'
import { deliveryParams, replayedSchema } from './shared.ts'

export const replayDeliveryRoute = defineRoute({
  id: 'webhooks.replayDelivery',
  method: 'post',
  path: '/webhooks/{id}/deliveries/{deliveryId}/replay',
  scope: 'manage',
  reach: 'app',
  tag: 'Webhooks',
  summary: 'Deliver an event again',
  description:
    'The gateway posts the event again with the same IDs, and with all retries. The webhook must be enabled. A pending delivery is a ' +
    'conflict.',
  params: deliveryParams,
  data: replayedSchema,
  errors: ['NOT_FOUND', 'CONFLICT'],
  handle: ({ ctx, params }) => replayDelivery({ ctx, input: params }),
})
