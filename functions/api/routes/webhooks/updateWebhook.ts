import { updateWebhook, webhookPatch, webhookSchema } from '#shared/domain/webhooks/index.ts'
import { defineRoute } from '../../route.ts'
import { webhookParam } from './shared.ts'

export const updateWebhookRoute = defineRoute({
  method: 'update',
  path: '/webhooks/{id}',
  tag: 'Webhooks',
  summary: 'Update webhook URL, events, or secret',
  description:
    'What you leave out stays. `enabled: true` switches a webhook on again that was switched off, for whatever reason; ' +
    'replay what it missed.',
  params: webhookParam,
  body: webhookPatch,
  data: webhookSchema,
  errors: ['NOT_FOUND'],
  handle: ({ ctx, params, body }) => updateWebhook({ ctx, input: { ...body, id: params.id } }),
})
