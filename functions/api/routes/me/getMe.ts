import { meSchema, readMe } from '#shared/domain/me/index.ts'
import { defineRoute } from '../../route.ts'

export const getMeRoute = defineRoute({
  id: 'me.get',
  method: 'get',
  path: '/me',
  scope: 'read',
  reach: 'key',
  tag: 'Me',
  summary: 'Get the app, the account and the key of your requests',
  description:
    'Answers the ID of the app, the plan with its limits, the usage of the month, and the key without its secret.',
  data: meSchema,
  errors: ['NOT_FOUND'],
  handle: ({ ctx, c }) => readMe({ ctx, input: { keyId: c.get('apiKey').id } }),
})
