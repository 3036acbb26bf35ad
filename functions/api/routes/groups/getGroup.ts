import { getGroup, groupDetailSchema } from '#shared/domain/groups/index.ts'
import { defineRoute } from '../../route.ts'
import { CONNECTOR_READ_ERRORS } from '../shared.ts'
import { refreshQuery, sessionGroupParams } from './shared.ts'

export const getGroupRoute = defineRoute({
  id: 'groups.get',
  method: 'get',
  path: '/groups/{sessionId}/{groupId}',
  scope: 'read',
  reach: ({ params }) => params.sessionId,
  tag: 'Groups',
  summary: 'Get a group and its participants',
  description:
    'Answers the group from our database, without calling WhatsApp. The session keeps the group current. With `refresh=true`, the ' +
    'session must be connected.',
  params: sessionGroupParams,
  query: refreshQuery,
  data: groupDetailSchema,
  errors: CONNECTOR_READ_ERRORS,
  handle: ({ ctx, params, query }) => getGroup({ ctx, input: { ...params, ...query } }),
})
