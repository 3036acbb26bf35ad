import { z } from 'zod'
import { KEY_SCOPES, type KeyLimits } from '#shared/contracts/keys.ts'
import type { apiKeys } from '#shared/database/index.ts'
import { keyLimitsView, limitsOf } from './limits.ts'

const EXAMPLE = {
  id: 'key_4fG7hJ2kL9mNpQrSt5vW',
  appId: 'app_4fG7hJ2kL9mNpQrSt5vW',
  name: 'production',
  prefix: 'vsp_aB3dE5gH7j',
  scopes: [...KEY_SCOPES],
  sessions: null,
  expiresAt: null,
  allowedIps: null,
  createdAt: '2026-06-24T10:28:00.000Z',
  lastUsedAt: null,
  revokedAt: null,
}
const KEY = 'vsp_aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dE3fG5hJ7k'

/** An API key as the operator sees it, without the secret. */
export const apiKeySchema = z
  .object({
    id: z.string().meta({ description: 'ID of the key, not the key itself', example: EXAMPLE.id }),
    appId: z.string().meta({ description: 'ID of the app that the key opens', example: EXAMPLE.appId }),
    name: z.string().meta({ description: 'Purpose of the key', example: EXAMPLE.name }),
    prefix: z.string().meta({ description: 'First characters of the key', example: EXAMPLE.prefix }),
    ...keyLimitsView,
    createdAt: z.iso.datetime().meta({ description: 'Time of the creation', example: EXAMPLE.createdAt }),
    lastUsedAt: z.iso.datetime().nullable().meta({
      description: 'Last use of the key, accurate to one minute; null if the key was never used',
      example: '2026-06-24T10:30:00.000Z',
    }),
    revokedAt: z.iso.datetime().nullable().meta({
      description: 'Time of the revocation; null if the key is valid',
      example: '2026-06-25T10:30:00.000Z',
    }),
  })
  .meta({ id: 'ApiKey', description: 'A key of an app, without its secret', example: EXAMPLE })
export type ApiKeyView = z.infer<typeof apiKeySchema>

/** An API key at its creation, with the secret. */
export const newApiKeySchema = apiKeySchema
  .extend({
    key: z.string().meta({ description: 'The whole key, which only this response shows', example: KEY }),
  })
  .meta({
    id: 'NewApiKey',
    description: 'A key with its secret, which no other answer shows',
    example: { ...EXAMPLE, key: KEY },
  })
export type NewApiKeyView = z.infer<typeof newApiKeySchema>

export function toApiKeyView(row: typeof apiKeys.$inferSelect): ApiKeyView {
  const { id, appId, name, prefix } = row
  return {
    id,
    appId,
    name,
    prefix,
    ...viewOf(limitsOf(row)),
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
  }
}

/** Converts limits to their form in answers. */
export function viewOf({ scopes, sessions, expiresAt, allowedIps }: KeyLimits) {
  return {
    scopes: [...scopes],
    sessions: sessions && [...sessions],
    expiresAt: expiresAt?.toISOString() ?? null,
    allowedIps: allowedIps && [...allowedIps],
  }
}
