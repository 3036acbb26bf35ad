import { deleteWebhook } from '#shared/domain/webhooks/index.ts'
import { defineRoute } from '../../route.ts'
import { deletedSchema } from '../shared.ts'
import { webhookParam } from './shared.ts'

export const deleteWebhookRoute = defineRoute({
  id: 'webhooks.delete',
  method: 'delete',
  path: '/webhooks/{id}',
  scope: 'manage',
  reach: 'app',
  tag: 'Webhooks',
  summary: 'Delete a webhook',
  description: 'The delivery log is deleted, and pending deliveries are dropped.',
  params: webhookParam,
  data: deletedSchema,
  errors: ['NOT_FOUND'],
  handle: async ({ ctx, params }) => {
    await deleteWebhook({ ctx, input: params })
    return { id: params.id, deleted: true }
  },
})
