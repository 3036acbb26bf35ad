import { and, eq, isNull } from 'drizzle-orm'
import type { KeyLimitChanges } from '#shared/contracts/keys.ts'
import { apiKeys } from '#shared/database/index.ts'
import { NotFound } from '#shared/errors/index.ts'
import type { Context } from '../context.ts'
import { findApiKey } from './createApiKey.ts'
import { assertLimits, toColumns } from './limits.ts'
import { type ApiKeyView, toApiKeyView } from './view.ts'

/**
 * Changes the name and the limits of a key. Omitted fields stay unchanged.
 * @throws NotFound if the key is unknown or revoked
 * @throws ValidationFailed if the key would expire in the past, or its app does not have a session
 */
export async function updateApiKey({
  ctx,
  input: { keyId, name, ...limits },
}: {
  ctx: Pick<Context, 'db' | 'now'>
  input: { keyId: string; name?: string | undefined } & KeyLimitChanges
}): Promise<ApiKeyView> {
  const found = await findApiKey({ ctx, input: { id: keyId } })
  if (!found || found.revokedAt) throw new NotFound({ what: 'API key', id: keyId })
  await assertLimits({ ctx, input: { appId: found.appId, limits } })
  const changes = { ...(name !== undefined && { name }), ...toColumns(limits) }
  if (Object.keys(changes).length === 0) return toApiKeyView(found)
  const [row] = await ctx.db
    .update(apiKeys)
    .set(changes)
    .where(and(eq(apiKeys.id, keyId), isNull(apiKeys.revokedAt)))
    .returning()
  if (!row) throw new NotFound({ what: 'API key', id: keyId })
  return toApiKeyView(row)
}
