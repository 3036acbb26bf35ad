import { apiKeys } from '#shared/database/index.ts'
import { newId } from '#shared/ids.ts'
import type { Context } from '../context.ts'
import { hashOf, newApiKey, prefixOf } from './format.ts'

/** Makes an API key for an app. The whole key is in this answer and never again. */
export async function createApiKey({
  ctx,
  input,
}: {
  ctx: Pick<Context, 'db'>
  input: { appId: string; name: string }
}): Promise<{ id: string; key: string }> {
  const key = newApiKey()
  const id = newId('apiKey')
  await ctx.db.insert(apiKeys).values({ id, ...input, prefix: prefixOf(key), hash: hashOf(key) })
  return { id, key }
}
