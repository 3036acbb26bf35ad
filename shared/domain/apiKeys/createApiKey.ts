import { eq } from 'drizzle-orm'
import { apiKeys, type Queryable } from '#shared/database/index.ts'
import { newId } from '#shared/ids.ts'
import type { Repeatable } from '../repeatable.ts'
import { hashOf, newApiKey, prefixOf } from './format.ts'
import { type NewApiKeyView, toApiKeyView } from './view.ts'

/**
 * Makes an API key for an app. The whole key is in this answer and never again. With seeds, a second run of the same request finds
 * the key that the first run made, and shows it again.
 */
export async function createApiKey({
  ctx,
  input,
}: {
  ctx: { db: Queryable } & Repeatable
  input: { appId: string; name: string }
}): Promise<NewApiKeyView> {
  const key = newApiKey(ctx.secretSeed)
  const { appId, name } = input
  const id = newId('apiKey', ctx.seed)
  const [made] = await ctx.db
    .insert(apiKeys)
    .values({ id, appId, name, prefix: prefixOf(key), hash: hashOf(key) })
    .onConflictDoNothing({ target: apiKeys.id })
    .returning()
  const row = made ?? (await findApiKey({ ctx, input: { id } }))
  if (!row) throw new Error(`API key ${id} was deleted while it was made`)
  return { ...toApiKeyView(row), key }
}

/** The API key of that id, of whichever app; undefined if there is none. */
export async function findApiKey({
  ctx,
  input: { id },
}: {
  ctx: { db: Queryable }
  input: { id: string }
}): Promise<typeof apiKeys.$inferSelect | undefined> {
  const [row] = await ctx.db.select().from(apiKeys).where(eq(apiKeys.id, id))
  return row
}
