import { z } from 'zod'
import { SESSION_STATUSES } from '#shared/contracts/sessions.ts'
import { connectorSchema, listConnectors } from '#shared/domain/fleet/index.ts'
import { listAllSessions, operatorSessionSchema } from '#shared/domain/sessions/index.ts'
import { defineAdminRoute } from '../../route.ts'
import { pageQuery } from '../../routes/shared.ts'

const listAllSessionsRoute = defineAdminRoute({
  id: 'sessions.list',
  method: 'get',
  path: '/sessions',
  tag: 'Operation',
  summary: 'List the sessions of all tenants, newest first',
  query: pageQuery.extend({
    status: z
      .enum(SESSION_STATUSES)
      .optional()
      .meta({ description: 'Only sessions with this status', example: 'connected' }),
    appId: z.string().optional().meta({ description: 'Only sessions of this app' }),
  }),
  data: operatorSessionSchema,
  list: true,
  errors: [],
  handle: ({ ctx, query }) => listAllSessions({ ctx, input: query }),
})

const listConnectorsRoute = defineAdminRoute({
  id: 'connectors.list',
  method: 'get',
  path: '/connectors',
  tag: 'Operation',
  summary: 'List the connectors with a recent heartbeat',
  data: z.array(connectorSchema),
  errors: [],
  handle: ({ ctx }) => listConnectors({ ctx }),
})

export const operationRoutes = [listAllSessionsRoute, listConnectorsRoute]
