import { deliveryFilter, deliverySchema, listDeliveries } from '#shared/domain/deliveries/index.ts'
import { defineRoute } from '../../route.ts'
import { pageQuery } from '../shared.ts'
import { webhookParam } from './shared.ts'

export const listDeliveriesRoute = defineRoute({
  id: 'webhooks.listDeliveries',
  method: 'get',
  path: '/webhooks/{id}/logs',
  scope: 'manage',
  reach: 'app',
  tag: 'Webhooks',
  summary: 'View recent delivery logs (success / fail)',
  description:
    'Lists deliveries of the last 14 days with their attempts, newest first. A failed delivery can be replayed.',
  params: webhookParam,
  query: pageQuery.extend(deliveryFilter.shape),
  data: deliverySchema,
  list: true,
  errors: ['NOT_FOUND'],
  handle: ({ ctx, params, query }) => listDeliveries({ ctx, input: { ...query, ...params } }),
})
