import { personRequestSchema, requestPerson } from '#shared/domain/persons/index.ts'
import { defineRoute } from '../../route.ts'
import { personParam } from './shared.ts'

export const exportPersonRoute = defineRoute({
  id: 'persons.export',
  method: 'post',
  path: '/persons/{phone}/export',
  scope: 'manage',
  reach: 'app',
  tag: 'Persons',
  summary: 'Export the data of one person',
  description:
    'Starts an export of everything that the app stores about the person, within minutes. `GET /person-requests/{id}/files` lists ' +
    'its files. The export, with its data files, expires after 7 days. While an export of the person runs, the answer is that export.',
  params: personParam,
  status: 202,
  data: personRequestSchema,
  errors: ['CONFLICT', 'LIMIT_EXCEEDED'],
  handle: ({ ctx, params, c }) =>
    requestPerson({ ctx, input: { kind: 'export', person: params.phone, keyId: c.get('apiKey').id } }),
})
