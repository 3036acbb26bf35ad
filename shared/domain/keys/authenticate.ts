import { timingSafeEqual } from 'node:crypto'
import { and, eq, isNull } from 'drizzle-orm'
import { apiKeys } from '#shared/database/index.ts'
import type { Context } from '../context.ts'
import { hashOf, isApiKey, prefixOf } from './format.ts'

/** The app that an API key opens; null if the key is malformed, unknown or revoked (which one is nobody's business). */
export async function authenticate({
  ctx,
  input,
}: {
  ctx: Pick<Context, 'db'>
  input: { key: string }
}): Promise<{ appId: string } | null> {
  if (!isApiKey(input.key)) return null
  const [row] = await ctx.db
    .select({ appId: apiKeys.appId, hash: apiKeys.hash })
    .from(apiKeys)
    .where(and(eq(apiKeys.prefix, prefixOf(input.key)), isNull(apiKeys.revokedAt)))
  if (!row) return null
  const matches = timingSafeEqual(Buffer.from(row.hash, 'hex'), Buffer.from(hashOf(input.key), 'hex'))
  return matches ? { appId: row.appId } : null
}
