import { groupSchema, listGroups } from '#shared/domain/groups/index.ts'
import { defineRoute } from '../../route.ts'
import { CONNECTOR_READ_ERRORS, pageQuery } from '../shared.ts'
import { listedSessionParam, refreshQuery } from './shared.ts'

export const listGroupsRoute = defineRoute({
  id: 'groups.list',
  method: 'get',
  path: '/groups/{sessionOrGroupId}',
  scope: 'read',
  reach: ({ params }) => params.sessionOrGroupId,
  tag: 'Groups',
  summary: 'List all groups for a session',
  description:
    'Lists groups from our database, without calling WhatsApp. The session keeps the groups current. With `refresh=true`, the session ' +
    'must be connected.',
  params: listedSessionParam,
  query: pageQuery.extend(refreshQuery.shape),
  data: groupSchema,
  list: true,
  errors: CONNECTOR_READ_ERRORS,
  handle: ({ ctx, params, query }) =>
    listGroups({ ctx, input: { sessionId: params.sessionOrGroupId, ...query } }),
})
