import { z } from 'zod'
import {
  apiKeySchema,
  createApiKey,
  listApiKeys,
  newApiKeySchema,
  regenerateApiKey,
  revokeApiKey,
} from '#shared/domain/apiKeys/index.ts'
import { loadApp } from '#shared/domain/apps/index.ts'
import { defineAdminRoute } from '../../route.ts'
import { pageQuery } from '../../routes/shared.ts'
import { appParam, keyParam, nameField } from './params.ts'

const createKeyRoute = defineAdminRoute({
  id: 'keys.create',
  method: 'post',
  path: '/apps/{appId}/keys',
  tag: 'API keys',
  summary: 'Create an API key',
  description: 'The key opens the API for one app. Only this answer contains the whole key.',
  params: appParam,
  body: z.strictObject({
    name: nameField.meta({ description: 'Purpose of the key (1-100 characters)', example: 'production' }),
  }),
  example: { name: 'production' },
  status: 201,
  data: newApiKeySchema,
  errors: ['NOT_FOUND'],
  isSecret: true,
  handle: async ({ ctx, params, body }) => {
    await loadApp({ ctx, input: { id: params.appId } })
    return await createApiKey({ ctx, input: { ...params, ...body } })
  },
})

const listKeysRoute = defineAdminRoute({
  id: 'keys.list',
  method: 'get',
  path: '/apps/{appId}/keys',
  tag: 'API keys',
  summary: "List an app's keys, newest first",
  description: 'Includes revoked keys. The answer has the prefix of each key, and no secret.',
  params: appParam,
  query: pageQuery,
  data: apiKeySchema,
  list: true,
  errors: ['NOT_FOUND'],
  handle: ({ ctx, params, query }) => listApiKeys({ ctx, input: { ...query, ...params } }),
})

const revokeKeyRoute = defineAdminRoute({
  id: 'keys.revoke',
  method: 'post',
  path: '/keys/{keyId}/revoke',
  tag: 'API keys',
  summary: 'Revoke an API key',
  description:
    'The key is invalid for ever: immediately in the process that answers, and within 10 s in the others.',
  params: keyParam,
  data: apiKeySchema,
  errors: ['NOT_FOUND'],
  handle: ({ ctx, params }) => revokeApiKey({ ctx, input: params }),
})

const regenerateKeyRoute = defineAdminRoute({
  id: 'keys.regenerate',
  method: 'post',
  path: '/keys/{keyId}/regenerate',
  tag: 'API keys',
  summary: 'Revoke an API key, and create its replacement',
  description: 'The new key has another id and the same name. Only this answer contains the whole key.',
  params: keyParam,
  status: 201,
  data: newApiKeySchema,
  errors: ['NOT_FOUND'],
  isSecret: true,
  handle: ({ ctx, params }) => regenerateApiKey({ ctx, input: params }),
})

export const keyRoutes = [createKeyRoute, listKeysRoute, revokeKeyRoute, regenerateKeyRoute]
