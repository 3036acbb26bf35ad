import { getWebhook, webhookSchema } from '#shared/domain/webhooks/index.ts'
import { defineRoute } from '../../route.ts'
import { webhookParam } from './shared.ts'

export const getWebhookRoute = defineRoute({
  id: 'webhooks.get',
  method: 'get',
  path: '/webhooks/{id}',
  scope: 'manage',
  reach: 'app',
  tag: 'Webhooks',
  summary: 'Get webhook details',
  description: 'Answers the webhook without its secret. `disabledReason` says why a webhook is disabled.',
  params: webhookParam,
  data: webhookSchema,
  errors: ['NOT_FOUND'],
  handle: ({ ctx, params }) => getWebhook({ ctx, input: params }),
})
