import { getPersonRequest, personRequestSchema } from '#shared/domain/persons/index.ts'
import { defineRoute } from '../../route.ts'
import { requestParam } from './shared.ts'

export const getPersonRequestRoute = defineRoute({
  id: 'persons.getRequest',
  method: 'get',
  path: '/person-requests/{id}',
  scope: 'manage',
  reach: 'app',
  tag: 'Persons',
  summary: 'Get an export or an erasure',
  description: 'Poll this endpoint until the status is `completed`.',
  params: requestParam,
  data: personRequestSchema,
  errors: ['NOT_FOUND'],
  handle: ({ ctx, params }) => getPersonRequest({ ctx, input: params }),
})
