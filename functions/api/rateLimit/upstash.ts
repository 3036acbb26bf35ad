import { Ratelimit } from '@upstash/ratelimit'
import { Redis } from '@upstash/redis'
import type { SharedLimit } from './rateLimiter.ts'
import { WINDOW_MS } from './slidingWindow.ts'

/** Time limit of a count. The region's own Redis answers in a few ms. */
const TIMEOUT_MS = 250

/**
 * Creates a shared count in Upstash Redis, over its REST API.
 * @param options `limit` in requests per window; `timeoutMs` for one call, 250 ms by default
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
    signal: () => AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS),
    enableTelemetry: false,
  })
  const ratelimit = new Ratelimit({
    redis,
    limiter: Ratelimit.slidingWindow(options.limit, `${WINDOW_MS} ms`),
    prefix: 'vesper:rate',
    timeout: 0,
    enableTelemetry: false,
    // The cache would refuse a caller until the window ends, although the sliding window frees places earlier.
    ephemeralCache: false,
  })
  return async (caller) => {
    const { success, limit, remaining, reset } = await ratelimit.limit(caller)
    return { isAllowed: success, limit, remaining: Math.max(0, remaining), resetAt: new Date(reset) }
  }
}
