import { createWebhook, newWebhookSchema, webhookInput } from '#shared/domain/webhooks/index.ts'
import { defineRoute } from '../../route.ts'

export const createWebhookRoute = defineRoute({
  id: 'webhooks.create',
  method: 'post',
  path: '/webhooks',
  scope: 'manage',
  reach: 'app',
  tag: 'Webhooks',
  summary: 'Create a new webhook',
  description:
    'The webhook receives each later event of its subscription, in the order of each chat, at least once. Only this answer shows the ' +
    'secret that signs the deliveries. `sessions` and `filter` select events, and `headers` go with each delivery. An app has 20 ' +
    'webhooks at most.',
  body: webhookInput,
  example: {
    url: 'https://your-server.com/vesper/webhook',
    events: ['message.received', 'message.delivered', 'message.read'],
  },
  status: 201,
  data: newWebhookSchema,
  errors: ['NOT_FOUND', 'LIMIT_EXCEEDED'],
  isSecret: true,
  handle: ({ ctx, body }) => createWebhook({ ctx, input: body }),
})
