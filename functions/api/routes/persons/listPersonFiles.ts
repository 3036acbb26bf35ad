import { listPersonFiles, personFileSchema } from '#shared/domain/persons/index.ts'
import { defineRoute } from '../../route.ts'
import { pageQuery } from '../shared.ts'
import { requestParam } from './shared.ts'

export const listPersonFilesRoute = defineRoute({
  id: 'persons.listFiles',
  method: 'get',
  path: '/person-requests/{id}/files',
  scope: 'manage',
  reach: 'app',
  tag: 'Persons',
  summary: 'List the files of an export',
  description:
    'Data files hold one JSON object a line, and `type` names the kind of record. Files of messages follow. A running export lists its ' +
    'files so far, and an erasure has none. The file of a message is gone once the message is deleted.',
  params: requestParam,
  query: pageQuery,
  data: personFileSchema,
  list: true,
  errors: ['NOT_FOUND'],
  handle: ({ ctx, params, query }) => listPersonFiles({ ctx, input: { ...query, ...params } }),
})
