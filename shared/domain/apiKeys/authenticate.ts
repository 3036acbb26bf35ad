import { timingSafeEqual } from 'node:crypto'
import { and, eq, isNull, sql } from 'drizzle-orm'
import { accounts, apiKeys, apps, sleep } from '#shared/database/index.ts'
import type { Context } from '../context.ts'
import { hashOf, isApiKey, prefixOf } from './format.ts'

/** The app that an API key belongs to, and the state of its account. */
export interface KeyHolder {
  keyId: string
  appId: string
  isSuspended: boolean
  lastUsedAt: Date | null
  /** True if a change must start the sweeps. See `tryWakeSweeps`. */
  isAsleep: boolean
}

/**
 * Finds the holder of an API key. Returns null if the key is malformed, unknown or revoked. The result does not
 * distinguish these cases, so that a caller learns nothing about other keys.
 */
export async function authenticate({
  ctx,
  input,
}: {
  ctx: Pick<Context, 'db'>
  input: { key: string }
}): Promise<KeyHolder | null> {
  if (!isApiKey(input.key)) return null
  const [row] = await ctx.db
    .select({
      keyId: apiKeys.id,
      appId: apiKeys.appId,
      hash: apiKeys.hash,
      lastUsedAt: apiKeys.lastUsedAt,
      suspendedAt: accounts.suspendedAt,
      isAsleep: sql<boolean>`exists (select 1 from ${sleep} where ${sleep.asleepSince} is not null)`,
    })
    .from(apiKeys)
    .innerJoin(apps, eq(apps.id, apiKeys.appId))
    .innerJoin(accounts, eq(accounts.id, apps.accountId))
    .where(and(eq(apiKeys.prefix, prefixOf(input.key)), isNull(apiKeys.revokedAt), isNull(apps.deletedAt)))
  if (!row) return null
  const { hash, suspendedAt, ...holder } = row
  const matches = timingSafeEqual(Buffer.from(hash, 'hex'), Buffer.from(hashOf(input.key), 'hex'))
  return matches ? { ...holder, isSuspended: suspendedAt !== null } : null
}
