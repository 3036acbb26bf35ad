import { z } from 'zod'
import { planSchema } from '#shared/contracts/accounts.ts'
import {
  ACCOUNT_EXAMPLE,
  accountSchema,
  createAccount,
  getAccount,
  listAccounts,
  resumeAccount,
  suspendAccount,
  updateAccount,
} from '#shared/domain/accounts/index.ts'
import { readUsage, usageSchema } from '#shared/domain/usage/index.ts'
import { defineAdminRoute } from '../../route.ts'
import { pageQuery } from '../../routes/shared.ts'
import { accountParam, nameField } from './params.ts'

const name = nameField.meta({
  description: 'Name of the customer (1-100 characters)',
  example: 'Example Ltd',
})
const APP_ID = 'app_4fG7hJ2kL9mNpQrSt5vW'

const createAccountRoute = defineAdminRoute({
  id: 'accounts.create',
  method: 'post',
  path: '/accounts',
  tag: 'Accounts',
  summary: 'Create an account, with its first app',
  description: 'The account is active at once. Create an API key for the app next.',
  body: z.strictObject({
    name,
    plan: planSchema,
    appName: nameField
      .default('Default')
      .meta({ description: 'Name of the first app (1-100 characters)', example: 'Web shop' }),
  }),
  example: { name: 'Example Ltd', plan: 'starter', appName: 'Web shop' },
  status: 201,
  data: accountSchema
    .extend({ appId: z.string().meta({ description: 'ID of the first app', example: APP_ID }) })
    .meta({
      id: 'NewAccount',
      description: 'A new account, with the ID of its first app',
      example: { ...ACCOUNT_EXAMPLE, appId: APP_ID },
    }),
  errors: [],
  handle: async ({ ctx, body }) => {
    const { accountId, appId } = await createAccount({ ctx, input: body })
    return { ...(await getAccount({ ctx, input: { accountId } })), appId }
  },
})

const listAccountsRoute = defineAdminRoute({
  id: 'accounts.list',
  method: 'get',
  path: '/accounts',
  tag: 'Accounts',
  summary: 'List all accounts, newest first',
  description: 'Includes suspended accounts.',
  query: pageQuery,
  data: accountSchema,
  list: true,
  errors: [],
  handle: ({ ctx, query }) => listAccounts({ ctx, input: query }),
})

const getAccountRoute = defineAdminRoute({
  id: 'accounts.get',
  method: 'get',
  path: '/accounts/{accountId}',
  tag: 'Accounts',
  summary: 'Get an account',
  description: '`suspendedAt` is null for an active account.',
  params: accountParam,
  data: accountSchema,
  errors: ['NOT_FOUND'],
  handle: ({ ctx, params }) => getAccount({ ctx, input: params }),
})

const updateAccountRoute = defineAdminRoute({
  id: 'accounts.update',
  method: 'update',
  path: '/accounts/{accountId}',
  tag: 'Accounts',
  summary: 'Rename an account, or move it to another plan',
  description:
    'Omitted fields stay unchanged. A smaller plan removes nothing, and refuses only additions above its limits.',
  params: accountParam,
  body: z.strictObject({ name: name.optional(), plan: planSchema.optional() }),
  example: { name: 'Example Ltd', plan: 'pro' },
  data: accountSchema,
  errors: ['NOT_FOUND'],
  handle: ({ ctx, params, body }) => updateAccount({ ctx, input: { ...params, ...body } }),
})

const suspendAccountRoute = defineAdminRoute({
  id: 'accounts.suspend',
  method: 'post',
  path: '/accounts/{accountId}/suspend',
  tag: 'Accounts',
  summary: 'Suspend an account',
  description:
    'Within 10 s, requests with keys of the account get 403. The sessions stay connected and keep receiving.',
  params: accountParam,
  data: accountSchema,
  errors: ['NOT_FOUND'],
  handle: ({ ctx, params }) => suspendAccount({ ctx, input: params }),
})

const resumeAccountRoute = defineAdminRoute({
  id: 'accounts.resume',
  method: 'post',
  path: '/accounts/{accountId}/resume',
  tag: 'Accounts',
  summary: 'Resume a suspended account',
  description: 'Within 10 s, the keys of the account are accepted again. An active account stays as it is.',
  params: accountParam,
  data: accountSchema,
  errors: ['NOT_FOUND'],
  handle: ({ ctx, params }) => resumeAccount({ ctx, input: params }),
})

const readUsageRoute = defineAdminRoute({
  id: 'accounts.getUsage',
  method: 'get',
  path: '/accounts/{accountId}/usage',
  tag: 'Accounts',
  summary: 'Get the usage of an account',
  description:
    'Answers the messages and broadcasts of a calendar month in UTC, and the current number of apps and sessions.',
  params: accountParam,
  query: z.strictObject({
    month: z
      .string()
      .regex(/^[0-9]{4}-(0[1-9]|1[0-2])$/, 'Must be YYYY-MM')
      .optional()
      .meta({ description: 'YYYY-MM, in UTC. Default: the current month', example: '2026-11' }),
  }),
  data: usageSchema,
  errors: ['NOT_FOUND'],
  handle: ({ ctx, params, query }) => readUsage({ ctx, input: { ...params, ...query } }),
})

export const accountRoutes = [
  createAccountRoute,
  listAccountsRoute,
  getAccountRoute,
  updateAccountRoute,
  suspendAccountRoute,
  resumeAccountRoute,
  readUsageRoute,
]
