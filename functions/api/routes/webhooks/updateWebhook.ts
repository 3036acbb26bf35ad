import { updateWebhook, webhookPatch, webhookSchema } from '#shared/domain/webhooks/index.ts'
import { defineRoute } from '../../route.ts'
import { webhookParam } from './shared.ts'

export const updateWebhookRoute = defineRoute({
  id: 'webhooks.update',
  method: 'update',
  path: '/webhooks/{id}',
  tag: 'Webhooks',
  summary: 'Update webhook URL, events, or secret',
  description:
    'Omitted fields stay unchanged. `enabled: true` enables a webhook that was disabled for any reason. Replay the events that ' +
    'it missed.',
  params: webhookParam,
  body: webhookPatch,
  data: webhookSchema,
  errors: ['NOT_FOUND'],
  handle: ({ ctx, params, body }) => updateWebhook({ ctx, input: { ...body, id: params.id } }),
})
