import type { Redis } from 'ioredis'

/** SHA-1 of `slidingWindowLimitScript` of @upstash/ratelimit 2.2.0. */
export const SLIDING_WINDOW_SHA = '74740bb3d7792848093cdef586b6b6037c455fd6'

/**
 * Counts a request of the API in a sliding window, in TypeScript instead of Lua. ioredis-mock creates a Lua
 * machine for each run, which takes longer than the request. The function is not atomic by itself.
 * @param args two keys (current and previous window); tokens, now, window in ms, increment
 * @returns the remaining requests, or -1, and the limit
 */
export async function slidingWindow(redis: Redis, args: readonly string[]): Promise<[number, number]> {
  const [currentKey = '', previousKey = '', ...numbers] = args
  const [tokens = 0, now = 0, window = 1, incrementBy = 1] = numbers.map(Number)
  const current = Number(await redis.get(currentKey))
  const previous = Number(await redis.get(previousKey))
  const weighed = Math.floor((1 - (now % window) / window) * previous)
  if (incrementBy > 0 && weighed + current >= tokens) return [-1, tokens]
  const counted = await redis.incrby(currentKey, incrementBy)
  if (counted === incrementBy) await redis.pexpire(currentKey, window * 2 + 1_000)
  return [tokens - (counted + weighed), tokens]
}
