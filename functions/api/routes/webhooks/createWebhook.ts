import { createWebhook, newWebhookSchema, webhookInput } from '#shared/domain/webhooks/index.ts'
import { defineRoute } from '../../route.ts'

export const createWebhookRoute = defineRoute({
  id: 'webhooks.create',
  method: 'post',
  path: '/webhooks',
  tag: 'Webhooks',
  summary: 'Create a new webhook',
  description: 'Only this answer shows the secret that signs the deliveries.',
  body: webhookInput,
  status: 201,
  data: newWebhookSchema,
  errors: ['LIMIT_EXCEEDED'],
  handle: ({ ctx, body }) => createWebhook({ ctx, input: body }),
})
