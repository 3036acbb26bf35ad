import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { RateLimitExceeded } from '#shared/errors/index.ts'
import type { ApiEnvironment, ApiServices } from '../services.ts'
import { clientAddress } from './clientAddress.ts'

/**
 * Counts a request of a caller, and says in its answer's headers how many are left.
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
  // The sliding window frees its first place a little behind the start of the next one.
  const retryAfterSeconds = Math.max(1, resetSeconds - Math.floor(services.now().getTime() / 1000) + 1)
  c.header('Retry-After', String(retryAfterSeconds))
  throw new RateLimitExceeded({ limit, retryAfterSeconds })
}

/** Limits a request by its address, for who has no key or needs none. */
export function limitByAddress(services: ApiServices, kind: 'ip' | 'admin' = 'ip') {
  return createMiddleware<ApiEnvironment>(async (c, next) => {
    await limitRate(c, services, `${kind}:${clientAddress(c, services)}`)
    await next()
  })
}
