import { and, eq, isNull, lt, or } from 'drizzle-orm'
import { apiKeys } from '#shared/database/index.ts'
import type { Context } from '../context.ts'
import type { KeyHolder } from './authenticate.ts'

const ONCE_MS = 60_000

/**
 * Records the use of a key, at most once a minute over all processes. Never throws, because a failed record must not
 * fail the request. Callers await the write, because Lambda freezes a process after its response.
 */
export async function recordUse({
  ctx,
  input,
}: {
  ctx: Pick<Context, 'db' | 'now' | 'log'>
  input: Pick<KeyHolder, 'keyId' | 'lastUsedAt'>
}): Promise<void> {
  const now = ctx.now()
  const before = new Date(now.getTime() - ONCE_MS)
  if (input.lastUsedAt && input.lastUsedAt > before) return
  try {
    await ctx.db
      .update(apiKeys)
      .set({ lastUsedAt: now })
      .where(and(eq(apiKeys.id, input.keyId), or(isNull(apiKeys.lastUsedAt), lt(apiKeys.lastUsedAt, before))))
  } catch (err) {
    ctx.log.warn({ err, keyId: input.keyId }, 'api_key.use_not_recorded')
  }
}
