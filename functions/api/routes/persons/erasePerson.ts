import { personRequestSchema, requestPerson } from '#shared/domain/persons/index.ts'
import { defineRoute } from '../../route.ts'
import { personParam } from './shared.ts'

export const erasePersonRoute = defineRoute({
  id: 'persons.erase',
  method: 'delete',
  path: '/persons/{phone}',
  scope: 'manage',
  reach: 'app',
  tag: 'Persons',
  summary: 'Erase one person',
  description:
    'Starts the erasure of everything that the app stored about the person before this request. The erasure covers messages with their ' +
    'files, events, transcripts, contacts, list entries and exports. The erasure takes minutes. Pending messages to the person end FAILED. Messages from ' +
    'after the request are stored as usual. While an erasure of the person runs, the answer is that erasure.',
  params: personParam,
  status: 202,
  data: personRequestSchema,
  errors: ['CONFLICT', 'LIMIT_EXCEEDED'],
  handle: ({ ctx, params, c }) =>
    requestPerson({ ctx, input: { kind: 'erasure', person: params.phone, keyId: c.get('apiKey').id } }),
})
