import { listWebhooks, webhookSchema } from '#shared/domain/webhooks/index.ts'
import { defineRoute } from '../../route.ts'
import { pageQuery } from '../shared.ts'

export const listWebhooksRoute = defineRoute({
  method: 'get',
  path: '/webhooks',
  tag: 'Webhooks',
  summary: 'List all webhooks',
  query: pageQuery,
  data: webhookSchema,
  list: true,
  errors: [],
  handle: ({ ctx, query }) => listWebhooks({ ctx, input: query }),
})
