import {
  deliveryFilter,
  deliverySchema,
  listDeliveries,
  replayDelivery,
  replayFailed,
  testResultSchema,
  testWebhook,
} from '#shared/domain/deliveries/index.ts'
import { defineAdminRoute } from '../../route.ts'
import { pageQuery } from '../../routes/shared.ts'
import { deliveryParams, replayBody, replayedSchema, webhookParam } from '../../routes/webhooks/shared.ts'
import { asOperator } from './params.ts'

const testWebhookRoute = defineAdminRoute({
  id: 'webhooks.test',
  method: 'post',
  path: '/webhooks/{id}/test',
  tag: 'Webhooks',
  summary: 'Send a test payload to verify an endpoint',
  description:
    'Posts a signed `webhook.test` event immediately, also to a disabled webhook, and answers the response of the endpoint.',
  params: webhookParam,
  data: testResultSchema,
  errors: ['NOT_FOUND'],
  handle: ({ ctx, params }) => testWebhook({ ctx: asOperator(ctx), input: params }),
})

const listDeliveriesRoute = defineAdminRoute({
  id: 'webhooks.listDeliveries',
  method: 'get',
  path: '/webhooks/{id}/logs',
  tag: 'Webhooks',
  summary: 'List the deliveries of a webhook, newest first',
  description:
    'Lists deliveries of the last 14 days with their attempts. The deliveries of a deleted session or app are deleted with its events.',
  params: webhookParam,
  query: pageQuery.extend(deliveryFilter.shape),
  data: deliverySchema,
  list: true,
  errors: ['NOT_FOUND'],
  handle: ({ ctx, params, query }) =>
    listDeliveries({ ctx: asOperator(ctx), input: { ...query, ...params } }),
})

const replayDeliveryRoute = defineAdminRoute({
  id: 'webhooks.replayDelivery',
  method: 'post',
  path: '/webhooks/{id}/deliveries/{deliveryId}/replay',
  tag: 'Webhooks',
  summary: 'Deliver an event again',
  description:
    'The gateway posts the event again with the same IDs, and with all retries. The webhook must be enabled.',
  params: deliveryParams,
  data: replayedSchema,
  errors: ['NOT_FOUND', 'CONFLICT'],
  handle: ({ ctx, params }) => replayDelivery({ ctx: asOperator(ctx), input: params }),
})

const replayFailedRoute = defineAdminRoute({
  id: 'webhooks.replayFailed',
  method: 'post',
  path: '/webhooks/{id}/replay',
  tag: 'Webhooks',
  summary: 'Deliver all failed events since a time again',
  description:
    'Includes the events that the webhook missed while it was disabled. A request works for 15 s at most; the same request again ' +
    'continues with the rest.',
  params: webhookParam,
  body: replayBody,
  example: { since: '2026-06-24T10:30:00.000Z' },
  data: replayedSchema,
  errors: ['NOT_FOUND', 'CONFLICT'],
  handle: ({ ctx, params, body }) =>
    replayFailed({ ctx: asOperator(ctx), input: { id: params.id, since: body.since } }),
})

export const deliveryRoutes = [testWebhookRoute, listDeliveriesRoute, replayDeliveryRoute, replayFailedRoute]
