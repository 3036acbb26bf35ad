import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { RateLimitExceeded } from '#shared/errors/index.ts'
import type { ApiEnvironment, ApiServices } from '../services.ts'
import { clientAddress } from './clientAddress.ts'

/** Longest wait that `Retry-After` can request. */
const MINUTE_SECONDS = 60

/**
 * Counts a request of a caller, and sets the rate-limit headers.
 * @throws RateLimitExceeded
 */
export async function limitRate(
  c: Context<ApiEnvironment>,
  services: ApiServices,
  caller: string,
): Promise<void> {
  const { isAllowed, limit, remaining, resetAt } = await services.rateLimit.consume(caller)
  c.set('isCounted', true)
  const resetSeconds = Math.ceil(resetAt.getTime() / 1000)
  c.header('X-RateLimit-Limit', String(limit))
  c.header('X-RateLimit-Remaining', String(remaining))
  c.header('X-RateLimit-Reset', String(resetSeconds))
  if (isAllowed) return
  const nowSeconds = Math.floor(services.now().getTime() / 1000)
  // Both times are rounded to seconds, and clocks of processes differ. Neither may add to the minute.
  const retryAfterSeconds = Math.min(MINUTE_SECONDS, Math.max(1, resetSeconds - nowSeconds))
  c.header('Retry-After', String(retryAfterSeconds))
  throw new RateLimitExceeded({ limit, retryAfterSeconds })
}

/**
 * Counts a request by the caller's address.
 * @throws RateLimitExceeded
 */
export type CountCaller = (c: Context<ApiEnvironment>) => Promise<void>

/** Creates a counter by address, for callers without a key. The management API has a count of its own. */
export function countByAddress(services: ApiServices, kind: 'ip' | 'admin' = 'ip'): CountCaller {
  return (c) => limitRate(c, services, `${kind}:${clientAddress(c, services)}`)
}

/** Limits requests by address, for callers without a key. */
export function limitByAddress(services: ApiServices, kind: 'ip' | 'admin' = 'ip') {
  const count = countByAddress(services, kind)
  return createMiddleware<ApiEnvironment>(async (c, next) => {
    await count(c)
    await next()
  })
}
