import { testResultSchema, testWebhook } from '#shared/domain/deliveries/index.ts'
import { defineRoute } from '../../route.ts'
import { webhookParam } from './shared.ts'

export const testWebhookRoute = defineRoute({
  id: 'webhooks.test',
  method: 'post',
  path: '/webhooks/{id}/test',
  scope: 'manage',
  reach: 'app',
  tag: 'Webhooks',
  summary: 'Send a test payload to verify your endpoint',
  description:
    'Posts a signed `webhook.test` event immediately, also to a disabled webhook, and answers the response of your endpoint. The event ' +
    'is not retried.',
  params: webhookParam,
  data: testResultSchema,
  errors: ['NOT_FOUND'],
  handle: ({ ctx, params }) => testWebhook({ ctx, input: params }),
})
