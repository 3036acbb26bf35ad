import { timingSafeEqual } from 'node:crypto'
import { and, eq, isNull, sql } from 'drizzle-orm'
import type { KeyLimits } from '#shared/contracts/keys.ts'
import { accounts, apiKeys, apps, sleep } from '#shared/database/index.ts'
import type { Context } from '../context.ts'
import { hashOf, isApiKey, prefixOf } from './format.ts'

/** The app that an API key belongs to, the limits of the key, and the state of its account. */
export interface KeyHolder {
  keyId: string
  appId: string
  isSuspended: boolean
  lastUsedAt: Date | null
  limits: KeyLimits
  /** Origins of the browsers that may call the API with a key of the app. */
  corsOrigins: readonly string[]
  /** True if a change must start the sweeps. See `tryWakeSweeps`. */
  isAsleep: boolean
}

/**
 * Finds the holder of an API key. Returns null if the key is malformed, unknown or revoked. The result does not
 * distinguish these cases, so that a caller learns nothing about other keys. The caller checks the limits.
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
      corsOrigins: apps.corsOrigins,
      limits: {
        scopes: apiKeys.scopes,
        sessions: apiKeys.sessions,
        expiresAt: apiKeys.expiresAt,
        allowedIps: apiKeys.allowedIps,
      },
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
