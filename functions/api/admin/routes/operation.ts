import { z } from 'zod'
import { sessionStatusSchema } from '#shared/contracts/sessions.ts'
import { auditEntrySchema, listAudit } from '#shared/domain/audit/index.ts'
import { connectorSchema, listConnectors } from '#shared/domain/fleet/index.ts'
import { listAllSessions, operatorSessionSchema } from '#shared/domain/sessions/index.ts'
import { listOf } from '../../envelope.ts'
import { defineAdminRoute } from '../../route.ts'
import { pageQuery } from '../../routes/shared.ts'

const listAllSessionsRoute = defineAdminRoute({
  id: 'sessions.list',
  method: 'get',
  path: '/sessions',
  tag: 'Operation',
  summary: 'List the sessions of all tenants, newest first',
  description: 'Each session has its app, its account and its partition.',
  query: pageQuery.extend({
    status: sessionStatusSchema
      .optional()
      .meta({ description: 'Only sessions with this status', example: 'connected' }),
    appId: z
      .string()
      .optional()
      .meta({ description: 'Only sessions of this app', example: 'app_4fG7hJ2kL9mNpQrSt5vW' }),
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
  description: 'Answers the load of each connector, the longest running first.',
  data: listOf(connectorSchema),
  errors: [],
  handle: ({ ctx }) => listConnectors({ ctx }),
})

const listAuditRoute = defineAdminRoute({
  id: 'audit.list',
  method: 'get',
  path: '/audit',
  tag: 'Operation',
  summary: 'List the audit log, newest first',
  description:
    'Each export and each erasure of a person has an entry with the key of its request, and an entry of its completion. The log has no ' +
    'numbers and no contents. Entries are kept for 90 days, also after the deletion of their app.',
  query: pageQuery.extend({
    appId: z
      .string()
      .optional()
      .meta({ description: 'Only entries of this app', example: 'app_4fG7hJ2kL9mNpQrSt5vW' }),
  }),
  data: auditEntrySchema,
  list: true,
  errors: [],
  handle: ({ ctx, query }) => listAudit({ ctx, input: query }),
})

export const operationRoutes = [listAllSessionsRoute, listConnectorsRoute, listAuditRoute]
