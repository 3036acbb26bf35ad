import type { Logger } from '#shared/logger.ts'
import { CircuitBreaker } from './circuitBreaker.ts'
import { TokenBucket } from './tokenBucket.ts'

/** Result of a rate-limit check. */
export interface RateLimitResult {
  isAllowed: boolean
  /** Requests per minute. */
  limit: number
  remaining: number
  resetAt: Date
}

/** Counts requests by caller: an API key or an address. */
export interface RateLimiter {
  /** Counts one request. Never throws, because a missing count is no reason to refuse. */
  consume(caller: string): Promise<RateLimitResult>
  /** Requests per minute of one caller. */
  readonly limit: number
}

/**
 * A count that all processes share.
 * @throws an error if it cannot answer in time
 */
export type SharedLimit = (caller: string) => Promise<RateLimitResult>

/**
 * Creates a limiter over the shared count. While that count is unavailable, the API stays up, and each process counts for itself.
 * The processes together then accept more than the limit. The log event `rate_limit.degraded` reports the number of these
 * requests, for its metric filter.
 */
export function createRateLimiter(options: {
  limit: number
  shared: SharedLimit | undefined
  log: Logger
  now: () => Date
}): RateLimiter {
  const { limit, shared, log, now } = options
  const own = new TokenBucket(limit, now)
  if (!shared) return { limit, consume: async (caller) => own.consume(caller) }
  const breaker = new CircuitBreaker({
    now,
    onFailure: (err, requests) => log.warn({ err, requests }, 'rate_limit.degraded'),
    onRecovery: (requests) => log.info({ requests }, 'rate_limit.recovered'),
  })
  return {
    limit,
    consume: async (caller) => (await breaker.run(() => shared(caller))) ?? own.consume(caller),
  }
}
