import { z } from 'zod'
import { appSchema, createApp, deleteApp, listApps } from '#shared/domain/apps/index.ts'
import { defineAdminRoute } from '../../route.ts'
import { deletedSchema, pageQuery } from '../../routes/shared.ts'
import { accountParam, appParam, nameField } from './params.ts'

const createAppRoute = defineAdminRoute({
  id: 'apps.create',
  method: 'post',
  path: '/accounts/{accountId}/apps',
  tag: 'Apps',
  summary: 'Create another app of an account, within the limits of its plan',
  description: 'An app is a tenant: its keys see only its own data. Create an API key for the app next.',
  params: accountParam,
  body: z.strictObject({
    name: nameField.meta({ description: 'Name of the app (1-100 characters)', example: 'Web shop' }),
  }),
  example: { name: 'Web shop' },
  status: 201,
  data: appSchema,
  errors: ['NOT_FOUND', 'LIMIT_EXCEEDED'],
  handle: ({ ctx, params, body }) => createApp({ ctx, input: { ...params, ...body } }),
})

const listAppsRoute = defineAdminRoute({
  id: 'apps.list',
  method: 'get',
  path: '/accounts/{accountId}/apps',
  tag: 'Apps',
  summary: "List an account's apps, oldest first",
  description: 'Answers the apps of one account. An account has an app from its creation.',
  params: accountParam,
  query: pageQuery,
  data: appSchema,
  list: true,
  errors: ['NOT_FOUND'],
  handle: ({ ctx, params, query }) => listApps({ ctx, input: { ...query, ...params } }),
})

const deleteAppRoute = defineAdminRoute({
  id: 'apps.delete',
  method: 'delete',
  path: '/apps/{appId}',
  tag: 'Apps',
  summary: 'Delete an app and its keys',
  description: 'Delete its sessions first, because each must be unlinked from its phone.',
  params: appParam,
  data: deletedSchema,
  errors: ['NOT_FOUND', 'CONFLICT'],
  handle: async ({ ctx, params }) => {
    await deleteApp({ ctx, input: params })
    return { id: params.appId, deleted: true }
  },
})

export const appRoutes = [createAppRoute, listAppsRoute, deleteAppRoute]
