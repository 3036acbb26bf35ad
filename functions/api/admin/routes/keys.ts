import { z } from 'zod'
import {
  apiKeySchema,
  assertLimits,
  createApiKey,
  getApiKey,
  keyLimitsInput,
  listApiKeys,
  newApiKeySchema,
  regenerateApiKey,
  revokeApiKey,
  updateApiKey,
} from '#shared/domain/apiKeys/index.ts'
import { loadApp } from '#shared/domain/apps/index.ts'
import { defineAdminRoute } from '../../route.ts'
import { pageQuery } from '../../routes/shared.ts'
import { appParam, keyParam, nameField } from './params.ts'

const keyName = nameField.meta({
  description: 'Purpose of the key (1-100 characters)',
  example: 'production',
})

const createKeyRoute = defineAdminRoute({
  id: 'keys.create',
  method: 'post',
  path: '/apps/{appId}/keys',
  tag: 'API keys',
  summary: 'Create an API key',
  description:
    'The key opens the API for one app, within the limits that you name: scopes, sessions, an end, and addresses. Only this answer ' +
    'contains the whole key.',
  params: appParam,
  body: z.strictObject({ name: keyName, ...z.strictObject(keyLimitsInput).partial().shape }),
  example: { name: 'production' },
  status: 201,
  data: newApiKeySchema,
  errors: ['NOT_FOUND'],
  isSecret: true,
  handle: async ({ ctx, params, body: { name, ...limits } }) => {
    await loadApp({ ctx, input: { id: params.appId } })
    await assertLimits({ ctx, input: { ...params, limits } })
    return await createApiKey({ ctx, input: { ...params, name, limits } })
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

const getKeyRoute = defineAdminRoute({
  id: 'keys.get',
  method: 'get',
  path: '/keys/{keyId}',
  tag: 'API keys',
  summary: 'Get an API key with its limits',
  description: 'The answer has the prefix of the key, and no secret. A revoked key is answered too.',
  params: keyParam,
  data: apiKeySchema,
  errors: ['NOT_FOUND'],
  handle: ({ ctx, params }) => getApiKey({ ctx, input: params }),
})

const updateKeyRoute = defineAdminRoute({
  id: 'keys.update',
  method: 'update',
  path: '/keys/{keyId}',
  tag: 'API keys',
  summary: 'Change the name and the limits of an API key',
  description:
    'Omitted fields stay unchanged, and null removes a limit. The change works immediately in the process that answers, and within 10 s ' +
    'in the others.',
  params: keyParam,
  body: z.strictObject({ name: keyName, ...keyLimitsInput }).partial(),
  example: { scopes: ['read'], expiresAt: null },
  data: apiKeySchema,
  errors: ['NOT_FOUND'],
  handle: ({ ctx, params, body }) => updateApiKey({ ctx, input: { ...params, ...body } }),
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
  description:
    'The new key has another id, and the same name and limits. Only this answer contains the whole key.',
  params: keyParam,
  status: 201,
  data: newApiKeySchema,
  errors: ['NOT_FOUND'],
  isSecret: true,
  handle: ({ ctx, params }) => regenerateApiKey({ ctx, input: params }),
})

export const keyRoutes = [
  createKeyRoute,
  listKeysRoute,
  getKeyRoute,
  updateKeyRoute,
  revokeKeyRoute,
  regenerateKeyRoute,
]
