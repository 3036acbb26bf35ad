import { apiKeys, type Queryable } from '#shared/database/index.ts'
import { newId } from '#shared/ids.ts'
import { hashOf, newApiKey, prefixOf } from './format.ts'
import { type NewApiKeyView, toApiKeyView } from './view.ts'

/** Makes an API key for an app. The whole key is in this answer and never again. */
export async function createApiKey({
  ctx,
  input,
}: {
  ctx: { db: Queryable }
  input: { appId: string; name: string }
}): Promise<NewApiKeyView> {
  const key = newApiKey()
  const { appId, name } = input
  const [row] = await ctx.db
    .insert(apiKeys)
    .values({ id: newId('apiKey'), appId, name, prefix: prefixOf(key), hash: hashOf(key) })
    .returning()
  if (!row) throw new Error('INSERT … RETURNING answered no row')
  return { ...toApiKeyView(row), key }
}
