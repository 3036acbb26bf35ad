import {
  createWebhook,
  deleteWebhook,
  getWebhook,
  listWebhooks,
  newOperatorWebhookSchema,
  operatorWebhookInput,
  operatorWebhookPatch,
  operatorWebhookSchema,
  rotateSecret,
  toWebhookInput,
  updateWebhook,
} from '#shared/domain/webhooks/index.ts'
import { defineAdminRoute } from '../../route.ts'
import { deletedSchema, pageQuery } from '../../routes/shared.ts'
import { rotationBody, webhookParam } from '../../routes/webhooks/shared.ts'
import { asOperator } from './params.ts'

const createWebhookRoute = defineAdminRoute({
  id: 'webhooks.create',
  method: 'post',
  path: '/webhooks',
  tag: 'Webhooks',
  summary: 'Create a webhook for the sessions of all accounts',
  description:
    'The webhook receives `session.*` events of every account, except `session.qr`, whose code links a phone. Each body names the ' +
    '`app` and the `account` of the session. Only this answer shows the secret. There are 20 such webhooks at most.',
  body: operatorWebhookInput,
  example: { url: 'https://ops.example.com/vesper', events: ['session.disconnected'] },
  status: 201,
  data: newOperatorWebhookSchema,
  errors: ['LIMIT_EXCEEDED'],
  isSecret: true,
  handle: ({ ctx, body }) => createWebhook({ ctx: asOperator(ctx), input: toWebhookInput(body) }),
})

const listWebhooksRoute = defineAdminRoute({
  id: 'webhooks.list',
  method: 'get',
  path: '/webhooks',
  tag: 'Webhooks',
  summary: "List the operator's webhooks, newest first",
  description: 'Answers the webhooks of the operator without their secrets, and no webhook of an app.',
  query: pageQuery,
  data: operatorWebhookSchema,
  list: true,
  errors: [],
  handle: ({ ctx, query }) => listWebhooks({ ctx: asOperator(ctx), input: query }),
})

const getWebhookRoute = defineAdminRoute({
  id: 'webhooks.get',
  method: 'get',
  path: '/webhooks/{id}',
  tag: 'Webhooks',
  summary: "Get a webhook of the operator's",
  description: 'Answers the webhook without its secret. `disabledReason` says why a webhook is disabled.',
  params: webhookParam,
  data: operatorWebhookSchema,
  errors: ['NOT_FOUND'],
  handle: ({ ctx, params }) => getWebhook({ ctx: asOperator(ctx), input: params }),
})

const updateWebhookRoute = defineAdminRoute({
  id: 'webhooks.update',
  method: 'update',
  path: '/webhooks/{id}',
  tag: 'Webhooks',
  summary: 'Change the URL, the events, the headers or the secret of a webhook',
  description:
    'Omitted fields stay unchanged. `enabled: true` enables a webhook that was disabled for any reason. A new `secret` takes effect at ' +
    'once: to keep the old secret for 24 hours, rotate the secret.',
  params: webhookParam,
  body: operatorWebhookPatch,
  example: { events: ['*'], enabled: true },
  data: operatorWebhookSchema,
  errors: ['NOT_FOUND'],
  handle: ({ ctx, params, body }) =>
    updateWebhook({ ctx: asOperator(ctx), input: { ...body, id: params.id } }),
})

const deleteWebhookRoute = defineAdminRoute({
  id: 'webhooks.delete',
  method: 'delete',
  path: '/webhooks/{id}',
  tag: 'Webhooks',
  summary: "Delete a webhook of the operator's",
  description: 'The delivery log is deleted, and pending deliveries are dropped.',
  params: webhookParam,
  data: deletedSchema,
  errors: ['NOT_FOUND'],
  handle: async ({ ctx, params }) => {
    await deleteWebhook({ ctx: asOperator(ctx), input: params })
    return { id: params.id, deleted: true }
  },
})

const rotateSecretRoute = defineAdminRoute({
  id: 'webhooks.rotateSecret',
  method: 'post',
  path: '/webhooks/{id}/secret/rotate',
  tag: 'Webhooks',
  summary: 'Give a webhook a new secret',
  description: 'For 24 hours the old secret signs too. Only this answer shows the new secret.',
  params: webhookParam,
  body: rotationBody,
  example: { secret: 'your_webhook_secret_min16chars' },
  data: newOperatorWebhookSchema,
  errors: ['NOT_FOUND'],
  isSecret: true,
  handle: ({ ctx, params, body }) =>
    rotateSecret({ ctx: asOperator(ctx), input: { id: params.id, secret: body.secret } }),
})

export const webhookRoutes = [
  createWebhookRoute,
  listWebhooksRoute,
  getWebhookRoute,
  updateWebhookRoute,
  deleteWebhookRoute,
  rotateSecretRoute,
]
