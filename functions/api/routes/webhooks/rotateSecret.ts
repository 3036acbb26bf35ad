import { newWebhookSchema, rotateSecret } from '#shared/domain/webhooks/index.ts'
import { defineRoute } from '../../route.ts'
import { rotationBody, webhookParam } from './shared.ts'

export const rotateSecretRoute = defineRoute({
  id: 'webhooks.rotateSecret',
  method: 'post',
  path: '/webhooks/{id}/secret/rotate',
  scope: 'manage',
  reach: 'app',
  tag: 'Webhooks',
  summary: 'Give a webhook a new secret',
  description:
    'For 24 hours the old secret signs too: in `X-Vesper-Signature-Previous`, and as a second signature in `webhook-signature`. ' +
    'Only this answer shows the new secret.',
  params: webhookParam,
  body: rotationBody,
  example: { secret: 'your_webhook_secret_min16chars' },
  data: newWebhookSchema,
  errors: ['NOT_FOUND'],
  isSecret: true,
  handle: ({ ctx, params, body }) => rotateSecret({ ctx, input: { id: params.id, secret: body.secret } }),
})
