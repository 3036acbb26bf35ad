import { listPersonRequests, personRequestSchema } from '#shared/domain/persons/index.ts'
import { defineRoute } from '../../route.ts'
import { pageQuery } from '../shared.ts'

export const listPersonRequestsRoute = defineRoute({
  id: 'persons.listRequests',
  method: 'get',
  path: '/person-requests',
  scope: 'manage',
  reach: 'app',
  tag: 'Persons',
  summary: 'List exports and erasures, newest first',
  description:
    'Lists running requests, and completed requests until they expire. The answer has no numbers of persons.',
  query: pageQuery,
  data: personRequestSchema,
  list: true,
  errors: [],
  handle: ({ ctx, query }) => listPersonRequests({ ctx, input: query }),
})
