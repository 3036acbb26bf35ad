import type { Logger } from '#shared/logger.ts'
import { Breaker } from './breaker.ts'
import { SlidingWindow } from './slidingWindow.ts'

/** What a caller may do now. */
export interface Verdict {
  isAllowed: boolean
  /** Requests a minute. */
  limit: number
  remaining: number
  resetAt: Date
}

/** Counts requests by caller: an API key, or an address. */
export interface RateLimiter {
  /** Counts one request. Never throws: that the count can't be had is no reason to refuse. */
  take(caller: string): Promise<Verdict>
  /** Requests a minute of one caller. */
  readonly limit: number
}

/** A count that all processes share.
 * @throws whatever keeps it from answering in time */
export type SharedLimit = (caller: string) => Promise<Verdict>

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
  if (!shared) return { limit, take: async (caller) => own.take(caller) }
  const breaker = new Breaker({
    now,
    onFailure: (err, requests) => log.warn({ err, requests }, 'rate_limit.degraded'),
    onRecovery: (requests) => log.info({ requests }, 'rate_limit.recovered'),
  })
  return {
    limit,
    take: async (caller) => (await breaker.run(() => shared(caller))) ?? own.take(caller),
  }
}
