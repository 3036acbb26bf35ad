import { Ratelimit } from '@upstash/ratelimit'
import { Redis } from '@upstash/redis'
import type { SharedLimit } from './rateLimiter.ts'
import { WINDOW_MS } from './slidingWindow.ts'

/** A request waits no longer for its count; the region's own Redis answers in a few ms. */
const TIMEOUT_MS = 250

/**
 * Counts in Upstash Redis, over its REST API.
 * @param options `limit` in requests a window; `timeoutMs` for one call, 250 ms by default
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
    // Both are the limiter's own to decide: by default, the SDK tries five times and takes no answer for a yes.
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
    // It would refuse a caller until the window ends, though the sliding one lets it in before.
    ephemeralCache: false,
  })
  return async (caller) => {
    const { success, limit, remaining, reset } = await ratelimit.limit(caller)
    return { isAllowed: success, limit, remaining: Math.max(0, remaining), resetAt: new Date(reset) }
  }
}
