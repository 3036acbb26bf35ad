import { listWebhooks, webhookSchema } from '#shared/domain/webhooks/index.ts'
import { defineRoute } from '../../route.ts'
import { pageQuery } from '../shared.ts'

export const listWebhooksRoute = defineRoute({
  id: 'webhooks.list',
  method: 'get',
  path: '/webhooks',
  scope: 'manage',
  reach: 'app',
  tag: 'Webhooks',
  summary: 'List all webhooks',
  description: 'Lists the webhooks of the app of your key, newest first, without their secrets.',
  query: pageQuery,
  data: webhookSchema,
  list: true,
  errors: [],
  handle: ({ ctx, query }) => listWebhooks({ ctx, input: query }),
})
