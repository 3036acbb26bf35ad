import { listSuppressions, suppressionFilter, suppressionSchema } from '#shared/domain/suppressions/index.ts'
import { defineRoute } from '../../../route.ts'
import { pageQuery } from '../../shared.ts'

export const listSuppressionsRoute = defineRoute({
  id: 'suppressions.list',
  method: 'get',
  path: '/broadcast/suppressions',
  scope: 'read',
  reach: 'app',
  tag: 'Broadcast',
  summary: 'Get the suppression list',
  description: 'Lists the people who get no campaign of the app, newest first.',
  query: pageQuery.extend(suppressionFilter.shape),
  data: suppressionSchema,
  list: true,
  errors: [],
  handle: ({ ctx, query }) => listSuppressions({ ctx, input: query }),
})
