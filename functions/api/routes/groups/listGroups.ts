import { groupSchema, listGroups } from '#shared/domain/groups/index.ts'
import { defineRoute } from '../../route.ts'
import { CONNECTOR_REQUEST_ERRORS, pageQuery } from '../shared.ts'
import { refreshQuery, sessionParams } from './shared.ts'

export const listGroupsRoute = defineRoute({
  id: 'groups.list',
  method: 'get',
  path: '/groups/{sessionId}',
  tag: 'Groups',
  summary: 'List all groups for a session',
  description: 'Groups from our database, without calling WhatsApp. The session keeps them current.',
  params: sessionParams,
  query: pageQuery.extend(refreshQuery.shape),
  data: groupSchema,
  list: true,
  errors: CONNECTOR_REQUEST_ERRORS,
  handle: ({ ctx, params, query }) => listGroups({ ctx, input: { ...params, ...query } }),
})
