import { Ratelimit } from '@upstash/ratelimit'
import { Redis } from '@upstash/redis'
import { patientSignal } from './patientSignal.ts'
import type { SharedLimit } from './rateLimiter.ts'
import { REFILL_MS } from './tokenBucket.ts'

/** Time limit of a count. The region's own Redis answers in a few ms. */
const TIMEOUT_MS = 250

/**
 * Creates a shared count in Upstash Redis, over its REST API.
 * @param options `limit` in requests per minute; `timeoutMs` for one call, 250 ms by default
 */
export function upstashLimit(options: {
  url: string
  token: string
  limit: number
  timeoutMs?: number
}): SharedLimit {
  const redis = new Redis({
    url: options.url,
    token: options.token,
    // The limiter decides both. By default, the SDK tries five times, and counts no answer as success.
    retry: { retries: 0 },
    signal: () => patientSignal(options.timeoutMs ?? TIMEOUT_MS),
    enableTelemetry: false,
  })
  const ratelimit = new Ratelimit({
    redis,
    // One refill a minute frees the whole limit at a known time. A sliding window frees places at times that no header can name.
    limiter: Ratelimit.tokenBucket(options.limit, `${REFILL_MS} ms`, options.limit),
    prefix: 'vesper:rate',
    timeout: 0,
    enableTelemetry: false,
    // The cache would refuse by this process' clock. Redis alone decides, so that all processes agree on the reset time.
    ephemeralCache: false,
  })
  return async (caller) => {
    const { success, limit, remaining, reset } = await ratelimit.limit(caller)
    return { isAllowed: success, limit, remaining: Math.max(0, remaining), resetAt: new Date(reset) }
  }
}
