import { updateWebhook, webhookPatch, webhookSchema } from '#shared/domain/webhooks/index.ts'
import { defineRoute } from '../../route.ts'
import { webhookParam } from './shared.ts'

export const updateWebhookRoute = defineRoute({
  id: 'webhooks.update',
  method: 'update',
  path: '/webhooks/{id}',
  scope: 'manage',
  reach: 'app',
  tag: 'Webhooks',
  summary: 'Update webhook URL, events, or secret',
  description:
    'Omitted fields stay unchanged. A given `sessions`, `filter` or `headers` replaces the earlier one whole. `enabled: true` enables a webhook that was disabled for any reason; then replay the events that ' +
    'it missed. A new `secret` takes effect at once: to keep the old secret for 24 hours, rotate the secret.',
  params: webhookParam,
  body: webhookPatch,
  example: { events: ['*'], enabled: true },
  data: webhookSchema,
  errors: ['NOT_FOUND'],
  handle: ({ ctx, params, body }) => updateWebhook({ ctx, input: { ...body, id: params.id } }),
})
