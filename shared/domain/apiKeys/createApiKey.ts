import { eq } from 'drizzle-orm'
import type { KeyLimitChanges } from '#shared/contracts/keys.ts'
import { apiKeys, type Queryable } from '#shared/database/index.ts'
import { newId } from '#shared/ids.ts'
import type { Repeatable } from '../repeatable.ts'
import { hashOf, newApiKey, prefixOf } from './format.ts'
import { toColumns } from './limits.ts'
import { type NewApiKeyView, toApiKeyView } from './view.ts'

/**
 * Creates an API key for an app. Only this result contains the whole key. With seeds, a second run of the same request
 * finds the key of the first run, and returns the whole key again.
 */
export async function createApiKey({
  ctx,
  input,
}: {
  ctx: { db: Queryable } & Repeatable
  input: { appId: string; name: string; limits?: KeyLimitChanges | undefined }
}): Promise<NewApiKeyView> {
  const key = newApiKey(ctx.secretSeed)
  const { appId, name, limits } = input
  const id = newId('apiKey', ctx.seed)
  const [made] = await ctx.db
    .insert(apiKeys)
    .values({
      id,
      appId,
      name,
      prefix: prefixOf(key),
      hash: hashOf(key),
      ...(limits && toColumns(limits)),
    })
    .onConflictDoNothing({ target: apiKeys.id })
    .returning()
  const row = made ?? (await findApiKey({ ctx, input: { id } }))
  if (!row) throw new Error(`API key ${id} was deleted during its creation. Create another key.`)
  return { ...toApiKeyView(row), key }
}

/** Finds an API key of any app by its id. Returns undefined if there is none. */
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
