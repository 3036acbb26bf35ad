import { and, eq, isNull } from 'drizzle-orm'
import { apiKeys, type Queryable } from '#shared/database/index.ts'
import { NotFound } from '#shared/errors/index.ts'
import type { Context } from '../context.ts'
import type { Repeatable } from '../repeatable.ts'
import { createApiKey, findApiKey } from './createApiKey.ts'
import { type ApiKeyView, type NewApiKeyView, toApiKeyView } from './view.ts'

/** Revokes a key: it opens nothing, for good, within the seconds that another process remembers it. A second run of the same request
 * answers as the first.
 * @throws NotFound also for one that is revoked already */
export async function revokeApiKey({
  ctx,
  input,
}: {
  ctx: { db: Queryable; now(): Date } & Repeatable
  input: { keyId: string }
}): Promise<ApiKeyView> {
  const [revoked] = await ctx.db
    .update(apiKeys)
    .set({ revokedAt: ctx.now() })
    .where(and(eq(apiKeys.id, input.keyId), isNull(apiKeys.revokedAt)))
    .returning()
  const row = revoked ?? (ctx.isRepeated ? await findApiKey({ ctx, input: { id: input.keyId } }) : undefined)
  if (!row) throw new NotFound({ what: 'API key', id: input.keyId })
  return toApiKeyView(row)
}

/** Revokes a key and makes one of the same name in its place, both or neither. The whole new key is in this answer alone.
 * @throws NotFound also for one that is revoked already */
export async function regenerateApiKey({
  ctx,
  input,
}: {
  ctx: Pick<Context, 'db' | 'now'> & Repeatable
  input: { keyId: string }
}): Promise<NewApiKeyView> {
  return await ctx.db.transaction(async (tx) => {
    const own = { ...ctx, db: tx }
    const { appId, name } = await revokeApiKey({ ctx: own, input })
    return await createApiKey({ ctx: own, input: { appId, name } })
  })
}
