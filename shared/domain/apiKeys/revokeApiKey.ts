import { and, eq, isNull } from 'drizzle-orm'
import { apiKeys, type Queryable } from '#shared/database/index.ts'
import { NotFound } from '#shared/errors/index.ts'
import type { Context } from '../context.ts'
import type { Repeatable } from '../repeatable.ts'
import { createApiKey, findApiKey } from './createApiKey.ts'
import { limitsOf } from './limits.ts'
import { type ApiKeyView, type NewApiKeyView, toApiKeyView } from './view.ts'

/**
 * Revokes a key for good. Other processes accept the key for some seconds, until their caches expire. A second run of
 * the same request returns the result of the first run.
 * @throws NotFound if the key is unknown or already revoked
 */
export async function revokeApiKey({
  ctx,
  input,
}: {
  ctx: { db: Queryable; now(): Date } & Repeatable
  input: { keyId: string }
}): Promise<ApiKeyView> {
  return toApiKeyView(await revokeWithin({ ctx, input }))
}

async function revokeWithin({
  ctx,
  input,
}: {
  ctx: { db: Queryable; now(): Date } & Repeatable
  input: { keyId: string }
}): Promise<typeof apiKeys.$inferSelect> {
  const [revoked] = await ctx.db
    .update(apiKeys)
    .set({ revokedAt: ctx.now() })
    .where(and(eq(apiKeys.id, input.keyId), isNull(apiKeys.revokedAt)))
    .returning()
  const row = revoked ?? (ctx.isRepeated ? await findApiKey({ ctx, input: { id: input.keyId } }) : undefined)
  if (!row) throw new NotFound({ what: 'API key', id: input.keyId })
  return row
}

/**
 * Revokes a key and creates a key of the same name and limits, in one transaction. Only this result contains the whole new key.
 * @throws NotFound if the key is unknown or already revoked
 */
export async function regenerateApiKey({
  ctx,
  input,
}: {
  ctx: Pick<Context, 'db' | 'now'> & Repeatable
  input: { keyId: string }
}): Promise<NewApiKeyView> {
  return await ctx.db.transaction(async (tx) => {
    const own = { ...ctx, db: tx }
    const row = await revokeWithin({ ctx: own, input })
    const { appId, name } = row
    return await createApiKey({ ctx: own, input: { appId, name, limits: limitsOf(row) } })
  })
}
