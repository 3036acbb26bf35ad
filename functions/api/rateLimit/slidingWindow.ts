import type { RateLimitResult } from './rateLimiter.ts'

export const WINDOW_MS = 60_000
/** Callers that one process may see in two minutes. Above it, the least recent caller is removed. */
const CALLERS_AT_MOST = 50_000

interface Counts {
  window: number
  current: number
  previous: number
}

/**
 * Counts in a sliding window within this process, by the rule of @upstash/ratelimit. The previous window is weighted by the share
 * that the sliding window still covers.
 */
export class SlidingWindow {
  readonly #limit: number
  readonly #now: () => Date
  readonly #callers = new Map<string, Counts>()

  constructor(limit: number, now: () => Date) {
    this.#limit = limit
    this.#now = now
  }

  consume(caller: string): RateLimitResult {
    const now = this.#now().getTime()
    const window = Math.floor(now / WINDOW_MS)
    const counts = roll(this.#callers.get(caller), window)
    const weighed = Math.floor((1 - (now % WINDOW_MS) / WINDOW_MS) * counts.previous)
    const isAllowed = weighed + counts.current < this.#limit
    if (isAllowed) counts.current += 1
    this.#remember(caller, counts)
    return {
      isAllowed,
      limit: this.#limit,
      remaining: Math.max(0, this.#limit - weighed - counts.current),
      resetAt: new Date((window + 1) * WINDOW_MS),
    }
  }

  /** Stores the counts as the most recent entry. A Map keeps the order of insertion, so its first entry is the least recent. */
  #remember(caller: string, counts: Counts): void {
    this.#callers.delete(caller)
    this.#callers.set(caller, counts)
    const [leastRecent] = this.#callers.keys()
    if (this.#callers.size > CALLERS_AT_MOST && leastRecent !== undefined) this.#callers.delete(leastRecent)
  }
}

function roll(counts: Counts | undefined, window: number): Counts {
  if (counts?.window === window) return counts
  return { window, current: 0, previous: counts?.window === window - 1 ? counts.current : 0 }
}
