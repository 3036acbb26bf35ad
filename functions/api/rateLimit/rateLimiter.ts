import type { Logger } from '#shared/logger.ts'
import { CircuitBreaker } from './circuitBreaker.ts'
import { SlidingWindow } from './slidingWindow.ts'

/** What a caller may do now. */
export interface RateLimitResult {
  isAllowed: boolean
  /** Requests a minute. */
  limit: number
  remaining: number
  resetAt: Date
}

/** Counts requests by caller: an API key, or an address. */
export interface RateLimiter {
  /** Counts one request. Never throws: that the count can't be had is no reason to refuse. */
  consume(caller: string): Promise<RateLimitResult>
  /** Requests a minute of one caller. */
  readonly limit: number
}

/** A count that all processes share.
 * @throws whatever keeps it from answering in time */
export type SharedLimit = (caller: string) => Promise<RateLimitResult>

/**
 * Limits by the shared count. While that can't be had, the API stays up, and each process counts for itself: together they let
 * more through than the limit. How many were let through so is logged now and then, for the metric filter on
 * `rate_limit.degraded`.
 */
export function createRateLimiter(options: {
  limit: number
  shared: SharedLimit | undefined
  log: Logger
  now: () => Date
}): RateLimiter {
  const { limit, shared, log, now } = options
  const own = new SlidingWindow(limit, now)
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
