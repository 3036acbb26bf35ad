import type { RateLimitResult } from './rateLimiter.ts'

/** Time after which a bucket is full again. */
export const REFILL_MS = 60_000
/** Callers that one process may see in a minute. Above it, the least recent caller is removed. */
const CALLERS_AT_MOST = 50_000

interface Bucket {
  refilledAtMs: number
  /** Expiry of the key in Redis: one minute after the last request that passed. */
  expiresAtMs: number
  tokens: number
}

/**
 * Counts in token buckets within this process, by the rule of @upstash/ratelimit. The first request of a caller starts a minute. At
 * the end of each minute, the whole limit is free again, so that the reset time is exact.
 */
export class TokenBucket {
  readonly #limit: number
  readonly #now: () => Date
  readonly #buckets = new Map<string, Bucket>()

  constructor(limit: number, now: () => Date) {
    this.#limit = limit
    this.#now = now
  }

  consume(caller: string): RateLimitResult {
    const nowMs = this.#now().getTime()
    const bucket = this.#refill(this.#buckets.get(caller), nowMs)
    const isAllowed = bucket.tokens > 0
    if (isAllowed) Object.assign(bucket, { tokens: bucket.tokens - 1, expiresAtMs: nowMs + REFILL_MS })
    this.#remember(caller, bucket)
    return {
      isAllowed,
      limit: this.#limit,
      remaining: bucket.tokens,
      resetAt: new Date(bucket.refilledAtMs + REFILL_MS),
    }
  }

  #refill(bucket: Bucket | undefined, nowMs: number): Bucket {
    const tokens = this.#limit
    if (!bucket || nowMs >= bucket.expiresAtMs) return { refilledAtMs: nowMs, expiresAtMs: nowMs, tokens }
    const minutes = Math.floor((nowMs - bucket.refilledAtMs) / REFILL_MS)
    return minutes < 1
      ? bucket
      : { ...bucket, refilledAtMs: bucket.refilledAtMs + minutes * REFILL_MS, tokens }
  }

  /** Stores the bucket as the most recent entry. A Map keeps the order of insertion, so its first entry is the least recent. */
  #remember(caller: string, bucket: Bucket): void {
    this.#buckets.delete(caller)
    this.#buckets.set(caller, bucket)
    const [leastRecent] = this.#buckets.keys()
    if (this.#buckets.size > CALLERS_AT_MOST && leastRecent !== undefined) this.#buckets.delete(leastRecent)
  }
}
