import { deliveryFilter, deliverySchema, listDeliveries } from '#shared/domain/deliveries/index.ts'
import { defineRoute } from '../../route.ts'
import { pageQuery } from '../shared.ts'
import { webhookParam } from './shared.ts'

export const listDeliveriesRoute = defineRoute({
  id: 'webhooks.listDeliveries',
  method: 'get',
  path: '/webhooks/{id}/logs',
  tag: 'Webhooks',
  summary: 'View recent delivery logs (success / fail)',
  description: 'Deliveries with each of their attempts, newest first, for 14 days.',
  params: webhookParam,
  query: pageQuery.extend(deliveryFilter.shape),
  data: deliverySchema,
  list: true,
  errors: ['NOT_FOUND'],
  handle: ({ ctx, params, query }) => listDeliveries({ ctx, input: { ...query, ...params } }),
})
