import { z } from 'zod'
import type { apiKeys } from '#shared/database/index.ts'

/** An API key as the operator sees it, without the secret. */
export const apiKeySchema = z.object({
  id: z.string().meta({ example: 'key_4fG7hJ2kL9mNpQrSt5vW' }),
  appId: z.string().meta({ example: 'app_4fG7hJ2kL9mNpQrSt5vW' }),
  name: z.string().meta({ example: 'production' }),
  prefix: z.string().meta({ description: 'First characters of the key', example: 'vsp_aB3dE5gH7j' }),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso
    .datetime()
    .nullable()
    .meta({ description: 'Last use of the key, accurate to one minute' }),
  revokedAt: z.iso.datetime().nullable(),
})
export type ApiKeyView = z.infer<typeof apiKeySchema>

/** An API key at its creation, with the secret. */
export const newApiKeySchema = apiKeySchema.extend({
  key: z.string().meta({
    description: 'The whole key, which only this response shows',
    example: 'vsp_aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dE3fG5hJ7k',
  }),
})
export type NewApiKeyView = z.infer<typeof newApiKeySchema>

export function toApiKeyView(row: typeof apiKeys.$inferSelect): ApiKeyView {
  const { id, appId, name, prefix } = row
  return {
    id,
    appId,
    name,
    prefix,
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
  }
}
